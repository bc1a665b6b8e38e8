import type { ShownFinding, ToldFinding, ToldGroup } from '../areas/findings.area';
import { minuteOf } from './minute-of';
import { wrap } from './wrap';

type Exception = NonNullable<ShownFinding['exception']>;
type FindingEvent = ShownFinding['history'][number];

/** One finding in one line. */
export function findingLine(finding: ToldFinding): string {
  const { id, severity, score, status, title, assignee } = finding;
  const more = [
    ...(assignee === null ? [] : [`with ${assignee}`]),
    ...(finding.overdue ? ['overdue'] : []),
    ...(finding.clearIn === null ? [] : ['seen gone once; the next scan settles it']),
    ...(finding.needsReview
      ? ['to be looked at again: it is worse, or rests on something else, than when it was let stand']
      : []),
  ];
  const said = more.length === 0 ? '' : ` (${more.join(', ')})`;
  return `${severity.padEnd(13)} ${String(score).padStart(3)}  ${status.padEnd(12)} ${id}  ${title}${said}`;
}

/** Findings that have something in common, in one line. */
export function groupLine(group: ToldGroup): string {
  const { key, severity, score, count, subject, title } = group;
  const name = title ?? (subject === null ? key : `${subject.name ?? subject.externalId} (${subject.key})`);
  return `${severity.padEnd(13)} ${String(score).padStart(3)}  ${String(count).padStart(6)}  ${name}`;
}

/** One finding in as many lines as it takes. */
export function findingText(finding: ShownFinding): string[] {
  const { rule, subject, why, severityReason, ruleSeverity, dueAt, externalRefs, exception, allowed } = finding;
  return [
    findingLine(finding),
    ...wrap(why, '  why:      '),
    `  rule:     ${rule}`,
    `  subject:  ${subject.name ?? subject.key} (${subject.key})`,
    ...(severityReason === null ? [] : wrap(`${severityReason} (its rule says ${ruleSeverity})`, '  severity: ')),
    `  due:      ${dueAt === null ? 'never' : minuteOf(dueAt)}`,
    ...(exception === null ? [] : wrap(exceptionText(exception), '  stands:   ')),
    ...externalRefs.map(({ system, key, url }) => `  link:     ${system} ${key} ${url}`),
    `  can be:   ${allowed.length === 0 ? 'nothing, until a scan finds it again' : allowed.join(', ')}`,
    '  history:',
    ...finding.history.flatMap((event) => wrap(eventText(event), '    ')),
  ];
}

function exceptionText({ kind, reason, requestedBy, expiresAt }: Exception): string {
  const end = expiresAt === null ? 'with no end' : `until ${minuteOf(expiresAt)}`;
  return `${kind.replace('_', ' ')}, ${end}, says ${requestedBy.name}: ${reason}`;
}

function eventText({ at, type, data, actor }: FindingEvent): string {
  const words = [data['text'], data['note'], data['reason']].find((each) => typeof each === 'string');
  const who = actor.kind === 'system' ? '' : ` by ${actor.name}`;
  return `${minuteOf(at)}  ${type.replaceAll('_', ' ')}${who}${words === undefined ? '' : `: ${String(words)}`}`;
}
