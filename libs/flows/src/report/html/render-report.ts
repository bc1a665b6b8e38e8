import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { CONTROL_STATES } from '../compliance';
import type { ChangedFinding, PostureReport } from '../posture-report';
import type { ScanReport } from '../scan-report';
import { findingArticle } from './finding-article';
import { html } from './html';
import type { Html } from './html';
import { day, figure, many, page, table } from './page';

/** More than a person reads; the worst are shown, and the page says how many there are. */
const SHOWN_FINDINGS = 400;
const SHOWN_CHANGES = 40;
const SHOWN_FIXES = 10;
const WORST_FIRST = [...SEVERITIES].reverse();

/** The report as one HTML file: it needs no network and no script, and prints. */
export function renderReport(report: PostureReport): string {
  const { domain } = report.scan.connection;
  return page(
    `Identity posture of ${domain}, ${report.scan.asOf.slice(0, 10)}`,
    html`${headline(report)} ${fixes(report.scan)} ${notAssessed(report)} ${changes(report)} ${compliance(report)}
    ${findings(report.scan)} ${about(report)}`,
  );
}

function headline({ scan, score }: PostureReport): Html {
  const { bySeverity } = scan.summary;
  const worst = WORST_FIRST.filter((severity) => bySeverity[severity] > 0);
  const counts = worst.map((severity) => `${figure(bySeverity[severity])} ${severity}`);
  const open = worst.reduce((sum, severity) => sum + bySeverity[severity], 0);
  const unread = rulesNotAssessed(scan);
  return html`<header>
    <h1>Identity posture of ${scan.connection.domain}</h1>
    <p class="soft">As of ${day(scan.asOf)}, by the rules of profile <b>${scan.profile}</b></p>
    <p class="lead">
      ${open === 0 ? 'No open findings' : `${many(open, 'open finding')}: ${counts.join(', ')}`}.
      ${
        unread === 0
          ? 'Every rule could be assessed.'
          : `${many(unread, 'rule')} could not be assessed: what they look for may be there all the same.`
      }
    </p>
    <ul class="figures" aria-label="Figures">
      <li><b>${score.score ?? '–'}</b>posture score, of 100</li>
      <li><b>${score.coveragePercent} %</b>of what weighs was assessed</li>
      ${WORST_FIRST.slice(0, 4).map((severity) => html`<li><b class="${severity}">${figure(bySeverity[severity])}</b>${severity}</li>`)}
    </ul>
    <nav aria-label="Parts of this report">
      <ul>
        <li><a href="#fixes">What to mend first</a></li>
        <li><a href="#not-assessed">Not assessed</a></li>
        <li><a href="#changes">What changed</a></li>
        <li><a href="#compliance">Compliance</a></li>
        <li><a href="#findings">Findings</a></li>
        <li><a href="#about">About these figures</a></li>
      </ul>
    </nav>
  </header>`;
}

function fixes({ fixes: all }: ScanReport): Html {
  if (all.length === 0) return section('fixes', 'What to mend first', html`<p>Nothing that a fix is known for.</p>`);
  return section(
    'fixes',
    'What to mend first',
    html`<p class="soft">One per root cause, the one with most risk upon it first.</p>
      <ol class="fixes">
        ${all.slice(0, SHOWN_FIXES).map(
          ({ title, concerns, worst }) =>
            html`<li>
              ${title}<br />
              <span class="small soft">concerns ${many(concerns.length, 'finding')}, the worst </span
              >${severityWord(worst.severity)}${
                worst.path.length === 0 ? null : html`<br /><code>${worst.path.join(' → ')}</code>`
              }
            </li> `,
        )}
      </ol>`,
  );
}

function notAssessed({ scan }: PostureReport): Html {
  const byReason = new Map<string, { readonly rules: Set<string>; readonly missing: string | null; worst: Severity }>();
  for (const { rule, reason, missing, severity, isOptional } of scan.notAssessed) {
    if (isOptional) continue;
    const entry = byReason.get(reason) ?? { rules: new Set(), missing, worst: severity };
    entry.rules.add(rule);
    byReason.set(reason, entry);
  }
  const optional = new Set(scan.notAssessed.flatMap(({ rule, isOptional }) => (isOptional ? [rule] : []))).size;
  const rows = [...byReason].sort(([, a], [, b]) => b.rules.size - a.rules.size);
  return section(
    'not-assessed',
    'What could not be assessed',
    html`${
      rows.length === 0
        ? html`<p>All that the rules ask for was read.</p>`
        : table(
            'Why, how many rules that concerns, and what to grant',
            [{ title: 'Why' }, { title: 'Rules', isNumber: true }, { title: 'Worst of them' }, { title: 'To grant' }],
            rows.map(([reason, { rules, missing, worst }]) => [
              reason,
              rules.size,
              severityWord(worst),
              missing ?? '–',
            ]),
          )
    }
    ${optional === 0 ? null : html`<p class="soft small">${many(optional, 'more rule')} would be unlocked by a licence, or by a list only you have.</p>`}`,
  );
}

function changes({ scan, changes: since }: PostureReport): Html {
  const { nodes, edges } = scan.sync.changes;
  if (since === null)
    return section(
      'changes',
      'What changed',
      html`<p>This is the first scan by this profile: there is nothing to compare it with.</p>`,
    );
  return section(
    'changes',
    'What changed',
    html`<p>
        Since the scan of ${day(since.since)}: ${many(since.appeared.length, 'finding')} appeared,
        ${figure(since.gone.length)} went. The last reading found ${figure(nodes.added)} objects new,
        ${figure(nodes.changed)} changed and ${figure(nodes.closed)} gone, and ${figure(edges.added)} relations new,
        ${figure(edges.changed)} changed and ${figure(edges.closed)} gone.
      </p>
      ${changed('Appeared', since.appeared)} ${changed('Gone', since.gone)}`,
  );
}

function changed(title: string, list: readonly ChangedFinding[]): Html | null {
  if (list.length === 0) return null;
  const rows = list
    .slice(0, SHOWN_CHANGES)
    .map((finding) => [finding.title, severityWord(finding.severity), html`<code>${finding.rule}</code>`]);
  return html`<h3>${title}</h3>
    ${table(shownOf(rows.length, list.length), [{ title: 'Finding' }, { title: 'Severity' }, { title: 'Rule' }], rows)}`;
}

function compliance({ compliance: frameworks }: PostureReport): Html {
  const columns = ['Fail', 'Not assessed', 'Accepted', 'Pass', 'Not applicable'].map((title) => ({
    title,
    isNumber: true,
  }));
  return section(
    'compliance',
    'Compliance',
    html`<p class="soft">
        Controls that rules look at. A control passes only when all of its rules were evaluated; <b>accepted</b> means
        that the risk is there and somebody answers for it. <code>posture report --framework</code> names every control.
      </p>
      ${table(
        'Controls by state',
        [{ title: 'Framework' }, ...columns, { title: 'Failing' }],
        frameworks.map(({ framework, summary, failing }) => [
          framework.title,
          ...CONTROL_STATES.map((state) => summary[state]),
          failing.length === 0 ? '–' : html`${failing.map((control) => html`<span class="id">${control}</span> `)}`,
        ]),
      )}`,
  );
}

function findings({ findings: all }: ScanReport): Html {
  const leading = all.filter(({ supersededBy }) => supersededBy === null);
  const shown = leading.slice(0, SHOWN_FINDINGS);
  const groups = WORST_FIRST.map((severity) => ({
    severity,
    list: shown.filter((finding) => finding.severity === severity),
  }));
  return section(
    'findings',
    'Findings',
    html`<p class="soft">
        ${shownOf(shown.length, leading.length)}${
          leading.length === all.length
            ? ''
            : `; ${figure(all.length - leading.length)} more say the same as one of these`
        }.
      </p>
      ${groups
        .filter(({ list }) => list.length > 0)
        .map(
          ({ severity, list }) =>
            html`<h3 class="${severity}">${capital(severity)} (${list.length})</h3>
              ${list.map(findingArticle)}`,
        )}`,
  );
}

function about({ scan, score }: PostureReport): Html {
  const { sync, summary, connection } = scan;
  return section(
    'about',
    'About these figures',
    html`<p>The posture score is ${score.formula}</p>
      <p>
        Read from ${day(sync.startedAt)} to ${day(sync.finishedAt)} with ${many(sync.requests, 'request')}, as version
        ${sync.version} of what is known of <code>${connection.domain}</code>. Rules: ${summary.rules.match} matched,
        ${summary.rules.clear} clear, ${summary.rules.not_assessed} not assessed, ${summary.rules.not_applicable} not
        applicable.
      </p>
      <p class="soft small">
        This file stands by itself: it loads nothing and runs nothing. It names people and their access: keep it as you
        keep those.
      </p>`,
  );
}

function section(id: string, title: string, body: Html): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
}

function severityWord(severity: Severity): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

function rulesNotAssessed({ notAssessed: lines }: ScanReport): number {
  return new Set(lines.flatMap(({ rule, isOptional }) => (isOptional ? [] : [rule]))).size;
}

function shownOf(shown: number, all: number): string {
  return shown === all ? many(all, 'finding') : `The worst ${figure(shown)} of ${many(all, 'finding')}`;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
