import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BenchPart, PartResult } from './part';

export interface MeasuredPart extends PartResult {
  readonly machine: string;
  readonly at: Date;
}

const HEAD = `# Measured

<!-- prettier-ignore-start -->

Written by \`npm run bench\`; do not edit. One part alone: \`npm run bench -- reader\`; its section is replaced, the others stay.

What is compared is measured in turns within one run, so that a busy machine slows both sides. Absolute seconds say
less: where the load before a part is above the number of cores, an idle machine is faster by that factor.
`;

/** Replaces the part's section and leaves the others as they are. */
export function writeSection(file: string, parts: readonly BenchPart[], part: BenchPart, measured: MeasuredPart): void {
  const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const sections = parts.map(({ name }) => (name === part.name ? render(part, measured) : sectionOf(known, name)));
  writeFileSync(file, [HEAD, ...sections.filter((section) => section !== '')].join('\n'));
}

function sectionOf(text: string, name: string): string {
  const [begin, end] = marks(name);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < 0 ? '' : `${text.slice(from, to)}${end}\n`;
}

function render(part: BenchPart, { sizes, figures, left, machine, at }: MeasuredPart): string {
  const [begin, end] = marks(part.name);
  const rows = figures.map(({ what, measured, compared, value, target, met }) => [
    what,
    measured,
    compared ?? '',
    value,
    target ?? '',
    met === null ? '' : met ? 'met' : '**missed**',
  ]);
  return [
    begin,
    `## ${part.title}`,
    '',
    part.method,
    '',
    `Sizes: ${sizes}`,
    '',
    '| | Ours | Against | | Target | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    ...left.flatMap((line) => [`Left out: ${line}`, '']),
    `Measured on ${at.toISOString().slice(0, 10)}: ${machine}.`,
    end,
    '',
  ].join('\n');
}

function marks(name: string): readonly [string, string] {
  return [`<!-- ${name} -->`, `<!-- /${name} -->`];
}
