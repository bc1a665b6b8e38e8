import { CONTROL_STATES } from '../compliance';
import type { ComplianceReport, ControlLine, ControlRule, ControlState } from '../compliance';
import { html } from './html';
import type { Html } from './html';
import { day, page } from './page';

/** How states read. */
export const STATE_WORDS: Readonly<Record<ControlState, string>> = {
  fail: 'fail',
  not_assessed: 'not assessed',
  accepted: 'accepted',
  pass: 'pass',
  not_applicable: 'not applicable',
};

/** A framework's controls as one HTML file that loads nothing and runs nothing. */
export function renderCompliance(report: ComplianceReport): string {
  const { framework, connection, controls } = report;
  return page(
    `${framework.title}: ${connection.domain}, ${report.asOf.slice(0, 10)}`,
    html`<header>
        <h1>${framework.title}</h1>
        <p class="soft">
          ${connection.domain} as of ${day(report.asOf)}, by the rules of profile <b>${report.profile}</b>
        </p>
        <ul class="figures" aria-label="Controls by state">
          ${CONTROL_STATES.map((state) => html`<li><b class="${state}">${report.summary[state]}</b>${STATE_WORDS[state]}</li>`)}
        </ul>
        <p>
          A control passes only when all of its rules were evaluated. Accepted: the risk is there, and somebody answers
          for it. These are the controls that rules look at; <code>${framework.url}</code> has the framework's own text.
        </p>
      </header>
      <section aria-labelledby="controls">
        <h2 id="controls">Controls</h2>
        <table>
          <caption>
            Every control with what its rules say, those that decide first
          </caption>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Says</th>
              <th scope="col" class="number">Open</th>
              <th scope="col" class="number">Accepted</th>
              <th scope="col">Why not assessed</th>
            </tr>
          </thead>
          ${controls.map(controlRows)}
        </table>
      </section>`,
  );
}

function controlRows({ control, title, state, rules }: ControlLine): Html {
  return html`<tbody>
    <tr>
      <th scope="rowgroup" colspan="5">
        ${control}${title === null ? '' : ` ${title}`} <span class="${state}">${STATE_WORDS[state]}</span>
      </th>
    </tr>
    ${rules.map(ruleRow)}
  </tbody> `;
}

function ruleRow({ rule, title, state, open, accepted, reasons }: ControlRule): Html {
  return html`<tr>
    <th scope="row">${title}<br /><code>${rule}</code></th>
    <td><span class="${state}">${STATE_WORDS[state]}</span></td>
    <td class="number">${open}</td>
    <td class="number">${accepted}</td>
    <td>${reasons.length === 0 ? '–' : reasons.join(' ')}</td>
  </tr> `;
}
