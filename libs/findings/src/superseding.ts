import { uuidv7 } from '@posture/platform';
import type { Change } from './decide';
import type { Finding, Resolution } from './finding';

/** A change of a finding whose id is known, and which finding stands for it once all changes are made. */
export interface PlannedChange {
  readonly id: string;
  readonly change: Change;
  /** Superseding shows one finding and keeps the other's life; null: it is shown itself. */
  readonly supersededBy: string | null;
}

/**
 * Which finding stands for which, before anything is written: it follows what is present once all changes are made. Those
 * that stand for others come first, so that nobody ever points to one that is not there.
 * @param known all findings of the rules judged and of those that stand for them, as they are before the changes
 * @param supersededBy rules whose finding on the same subject stands for a rule's, the first that has one
 */
export function withLeaders(
  changes: readonly Change[],
  known: readonly Finding[],
  supersededBy: (rule: string) => readonly string[],
): PlannedChange[] {
  const withIds = changes.map((change) => ({ id: 'finding' in change ? change.finding.id : uuidv7(), change }));
  const gone = new Set(withIds.filter(({ change }) => endsPresence(change)).map(({ id }) => id));
  const present = new Map<string, string>();
  for (const { id, rule, subject } of known.filter((finding) => finding.present && !gone.has(finding.id)))
    present.set(`${rule} ${subject.key}`, id);
  for (const { id, change } of withIds)
    if ('candidate' in change) present.set(`${change.candidate.rule} ${change.candidate.subject.key}`, id);

  const planned = withIds.map(({ id, change }) => {
    // Whom nothing is left of is not shown, whoever stood for it; it keeps that.
    if (endsPresence(change)) return { id, change, supersededBy: change.finding.supersededBy };
    const { rule, subject } = 'candidate' in change ? change.candidate : change.finding;
    const leaders = supersededBy(rule).map((other) => present.get(`${other} ${subject.key}`));
    const leader = leaders.find((other) => other !== undefined) ?? null;
    return { id, change: seenOtherwise(change, leader), supersededBy: leader };
  });
  const leaderOf = new Map(planned.map(({ id, supersededBy: leader }) => [id, leader]));
  const depth = new Map(planned.map(({ id }) => [id, depthOf(id, leaderOf)]));
  return planned.sort((a, b) => depth.get(a.id)! - depth.get(b.id)!);
}

/** That another stands for it, or none any more, is news about a finding that is only seen again. */
export function seenOtherwise(change: Change, leader: string | null): Change {
  if (change.type !== 'seen' || change.finding.supersededBy === leader) return change;
  return { ...change, type: 'updated' };
}

function endsPresence(change: Change): change is Extract<Change, { readonly resolution: Resolution }> {
  return 'resolution' in change;
}

function depthOf(id: string, leaderOf: ReadonlyMap<string, string | null>): number {
  const seen = new Set([id]);
  for (let leader = leaderOf.get(id) ?? null; leader !== null && !seen.has(leader);) {
    seen.add(leader);
    leader = leaderOf.get(leader) ?? null;
  }
  return seen.size;
}
