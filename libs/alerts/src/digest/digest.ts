import type { BulkCause, FindingThen, JsonObject } from '@posture/domain';
import { SEVERITIES } from '@posture/domain';
import type { AlertEvent, AlertNotice } from '../alert';

/** What a digest is sent as. */
export const DIGEST_TYPE = 'scan.digest';

/** Why things are told together: they are some of many, or the channel was told as much singly as it may be in an hour. */
export type DigestCause = BulkCause | 'too_many';

/** An event that is told together with others. */
export interface Gathered {
  readonly event: AlertEvent;
  readonly cause: DigestCause;
}

/** What is told together of one connection, as far as it is gathered; as JSON it is the same. */
export interface DigestContent {
  readonly causes: readonly DigestCause[];
  /** Instants of the first and the last of them, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** How many are told here and nowhere else. */
  readonly total: number;
  /** New criticals among the many: told by themselves, and not counted in what follows. */
  readonly toldSingly: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly bySeverity: Readonly<Record<string, number>>;
  readonly byRule: Readonly<Record<string, number>>;
  /** The worst of those that are there, as they were. */
  readonly top: readonly DigestFinding[];
}

/** A finding among those told together. */
type DigestFinding = Pick<FindingThen, 'id' | 'rule' | 'severity' | 'score' | 'status' | 'title' | 'subject'>;

const SHOWN = 10;

/** @param before what was gathered until now; null: nothing */
export function withGathered(before: DigestContent | null, more: readonly Gathered[]): DigestContent {
  const together = more.filter(({ event, cause }) => cause === 'too_many' || !event.isNewCritical);
  const times = [
    ...(before === null ? [] : [before.from, before.to]),
    ...more.map(({ event }) => event.at.toISOString()),
  ];
  const count = (counts: DigestContent['byType'] = {}, keyOf: (event: AlertEvent) => string) => {
    const next: Record<string, number> = { ...counts };
    for (const { event } of together) next[keyOf(event)] = (next[keyOf(event)] ?? 0) + 1;
    return next;
  };
  return {
    causes: [...new Set([...(before?.causes ?? []), ...more.map(({ cause }) => cause)])],
    from: times.reduce((a, b) => (a < b ? a : b)),
    to: times.reduce((a, b) => (a > b ? a : b)),
    total: (before?.total ?? 0) + together.length,
    toldSingly: (before?.toldSingly ?? 0) + more.length - together.length,
    byType: count(before?.byType, ({ type }) => type),
    bySeverity: count(before?.bySeverity, ({ finding }) => finding.severity),
    byRule: count(before?.byRule, ({ finding }) => finding.rule),
    top: topOf(before?.top ?? [], together),
  };
}

/** A finding that has gone since, or was told again, stands as it was last. */
function topOf(before: readonly DigestFinding[], more: readonly Gathered[]): DigestFinding[] {
  const top = new Map(before.map((each) => [each.id, each]));
  for (const { event } of more) {
    const { id, rule, severity, score, status, title, subject } = event.finding;
    if (event.type === 'finding.resolved') top.delete(id);
    else top.set(id, { id, rule, severity, score, status, title, subject });
  }
  const rank = ({ severity }: DigestFinding) => SEVERITIES.indexOf(severity);
  return [...top.values()].sort((a, b) => rank(b) - rank(a) || b.score - a.score).slice(0, SHOWN);
}

const WHY: Readonly<Record<DigestCause, string>> = {
  first_scan: 'The tenant was judged for the first time.',
  rules_changed: 'Rules, their values or what they ask changed.',
  recovered: 'What could not be read for a while was read again.',
  log_judged: "The log's past was judged as a whole.",
  source_removed: 'The tenant is connected no more.',
  too_many: 'There was more within an hour than this channel is told one by one.',
};

/** @param scanId the scan they are of; null: none, or several */
export function digestNotice(
  content: DigestContent,
  connectionId: string,
  scanId: string | null,
  at: Date,
): AlertNotice {
  const { causes, total, toldSingly, bySeverity } = content;
  const worst = [...SEVERITIES].reverse().filter((severity) => (bySeverity[severity] ?? 0) > 0);
  const counts = worst.map((severity) => `${bySeverity[severity]} ${severity}`).join(', ');
  const singly = toldSingly === 0 ? '' : ` ${toldSingly} new critical ones are told by themselves.`;
  const query = `connectionId=${connectionId}`;
  return {
    ...{ at, type: DIGEST_TYPE, severity: worst[0] ?? 'informational' },
    title: `${total} changes of findings, told together`,
    text: `${causes.map((cause) => WHY[cause]).join(' ')} ${counts}.${singly}`,
    data: {
      digest: {
        ...(content as unknown as JsonObject),
        connection: { id: connectionId },
        scan: scanId === null ? null : { id: scanId },
        // Where all of them are to be found, below where this engine is reached.
        link: scanId === null ? `/api/v1/findings?${query}` : `/api/v1/runs/${scanId}/changes`,
      },
    },
  };
}
