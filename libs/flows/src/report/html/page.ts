import { html } from './html';
import type { Html } from './html';
import { STYLE } from './style';

/** What a page is made of: nothing is fetched and nothing runs, and the page says so to the browser itself. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A whole document in one file. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.text;
}

/** Columns whose values are numbers are aligned to the right. */
export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** The first cell of each row names it. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Html | string | number)[])[],
): Html {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ title, isNumber }) => html`<th scope="col" ${numeric(isNumber)}>${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr>
            <th scope="row" ${numeric(columns[0]?.isNumber)}>${name ?? ''}</th>
            ${cells.map((cell, index) => html`<td${numeric(columns[index + 1]?.isNumber)}>${cell}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function numeric(isNumber: boolean | undefined): Html {
  return isNumber === true ? html` class="number"` : html``;
}

/** An instant as people read it, always in UTC: the page knows no time zone of its reader. */
export function day(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** `1 finding`, `1,204 findings`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : more}`;
}

/** With a comma between thousands. */
export function figure(count: number): string {
  return count.toLocaleString('en');
}
