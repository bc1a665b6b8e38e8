import { isOverdue } from '@posture/findings';
import type { Exception, Finding, FindingAction, FindingEvent } from '@posture/findings';
import { wrap } from './wrap';

/** One finding and all there is to say about it. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly history: readonly FindingEvent[];
  readonly exception: Exception | null;
  readonly allowed: readonly FindingAction[];
  readonly now: Date;
}

/** One finding in one line. */
export function findingLine(finding: Finding, now: Date): string {
  const { id, severity, score, status, title, assignee } = finding;
  const more = [
    ...(assignee === null ? [] : [`with ${assignee}`]),
    ...(isOverdue(finding, now) ? ['overdue'] : []),
    ...(finding.clearIn === null ? [] : ['seen gone once; the next scan settles it']),
    ...(finding.needsReview
      ? ['to be looked at again: it is worse, or rests on something else, than when it was let stand']
      : []),
  ];
  const said = more.length === 0 ? '' : ` (${more.join(', ')})`;
  return `${severity.padEnd(13)} ${String(score).padStart(3)}  ${status.padEnd(12)} ${id}  ${title}${said}`;
}

/** One finding in as many lines as it takes. */
export function findingText({ finding, history, exception, allowed, now }: ShownFinding): string[] {
  const { rule, subject, why, severityReason, ruleSeverity, dueAt, externalRefs } = finding;
  return [
    findingLine(finding, now),
    ...wrap(why, '  why:      '),
    `  rule:     ${rule}`,
    `  subject:  ${subject.name ?? subject.key} (${subject.key})`,
    ...(severityReason === null ? [] : wrap(`${severityReason} (its rule says ${ruleSeverity})`, '  severity: ')),
    `  due:      ${dueAt === null ? 'never' : minuteOf(dueAt)}`,
    ...(exception === null ? [] : wrap(exceptionText(exception), '  stands:   ')),
    ...externalRefs.map(({ system, key, url }) => `  link:     ${system} ${key} ${url}`),
    `  can be:   ${allowed.length === 0 ? 'nothing, until a scan finds it again' : allowed.join(', ')}`,
    '  history:',
    ...history.flatMap((event) => wrap(eventText(event), '    ')),
  ];
}

function exceptionText({ kind, reason, requestedBy, expiresAt }: Exception): string {
  const end = expiresAt === null ? 'with no end' : `until ${minuteOf(expiresAt)}`;
  return `${kind.replace('_', ' ')}, ${end}, says ${requestedBy.name}: ${reason}`;
}

function eventText({ at, type, data, actor }: FindingEvent): string {
  const words = [data['text'], data['note'], data['reason']].find((each) => typeof each === 'string');
  const who = actor === null ? '' : ` by ${actor.name}`;
  return `${minuteOf(at)}  ${type.replaceAll('_', ' ')}${who}${words === undefined ? '' : `: ${words}`}`;
}

function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
