import type { EvidenceEdge, EvidenceFact, SubjectRef } from '@posture/domain';
import type { FindingReport } from '../scan-report';
import { html } from './html';
import type { Html } from './html';
import { day, figure, table } from './page';

const SHOWN_MEMBERS = 20;
/** The worst are read whole; of the others the evidence is a click away, and on paper. */
const OPEN = ['critical', 'high'];

/** One finding with what proves it. */
export function findingArticle(finding: FindingReport): Html {
  const { title, why, severity, score, status, rule, evidence } = finding;
  const open = OPEN.includes(severity) ? html` open` : html``;
  return html`<article>
<h4>${title}</h4>
<p>${why}</p>
<p class="small soft">Score ${score} · ${status === 'in_progress' ? 'in progress' : status} · <code>${rule}</code></p>
<details${open}><summary>Evidence</summary>
${pathOf(evidence.path)}${factsOf(evidence.facts)}${membersOf(finding)}${eventsOf(evidence.events)}
</details>
</article>
`;
}

function pathOf(path: readonly EvidenceEdge[]): Html | null {
  const [first] = path;
  if (first === undefined) return null;
  const steps = path.map((edge) => html` → <span class="soft">${edge.kind}</span> → ${nameOf(edge.to)}`);
  return html`<p class="small"><code>${nameOf(first.from)}${steps}</code></p>`;
}

function factsOf(facts: readonly EvidenceFact[]): Html | null {
  if (facts.length === 0) return null;
  return html`<div class="small">
    ${table(
      'What was read, where and when',
      [{ title: 'Fact' }, { title: 'Value' }, { title: 'Source' }, { title: 'Read' }],
      facts.map((fact) => [
        fact.fact,
        valueOf(fact),
        html`<code>${fact.source}</code>`,
        fact.readAt === null ? 'never' : day(fact.readAt),
      ]),
    )}
  </div>`;
}

function valueOf({ value, unit, certainty }: EvidenceFact): string {
  if (certainty === 'unknown') return 'unknown';
  const text = Array.isArray(value) ? value.map(String).join(', ') : value === null ? 'none' : String(value);
  return `${certainty === 'at_least' ? 'at least ' : ''}${text === '' ? 'none' : text}${unit === null ? '' : ` ${unit}`}`;
}

function membersOf({ members, count }: FindingReport): Html | null {
  if (members.length === 0) return null;
  const names = members.slice(0, SHOWN_MEMBERS).map(({ name, externalId }) => name ?? externalId);
  const rest = count - names.length;
  return html`<p class="small">${names.join(', ')}${rest > 0 ? ` and ${figure(rest)} more` : ''}</p>`;
}

function eventsOf(events: readonly { readonly id: string; readonly at: number }[] | undefined): Html | null {
  const [first] = events ?? [];
  if (first === undefined || events === undefined) return null;
  const last = events.at(-1) ?? first;
  return html`<p class="small">
    ${figure(events.length)} of the log's events prove it, from ${day(isoOf(first.at))} to ${day(isoOf(last.at))}.
  </p>`;
}

/** Only turns a number into text: it asks no clock. */
function isoOf(at: number): string {
  return new Date(at).toISOString();
}

function nameOf({ name, externalId }: SubjectRef): string {
  return name ?? externalId;
}
