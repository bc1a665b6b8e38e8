import type { BulkCause, JsonObject, Missing, SubjectRef } from '@posture/domain';
import type { Clock, Database, Hold, Queryable } from '@posture/platform';
import { insertEvents, replaceMembers, toEvent, toRow, upsertFindings } from './finding-rows';
import type { ChangesOf } from './finding-rows';
import { decide, decideAgain, keepUnassessedMembers, refuseRepeats } from './decide';
import type { Absence, Change } from './decide';
import { decidedOf } from './decided';
import type { Candidate, Finding } from './finding';
import type { FindingStore } from './finding-store';
import { seenOtherwise, withLeaders } from './superseding';
import type { PlannedChange } from './superseding';

/** History and outbox share a transaction with their findings; larger batches would hold locks for too long. */
const BATCH = 500;

/** Everything one evaluation of a version said, with what explains why a finding of before is not among it. */
export interface Judgement {
  readonly connectionId: string;
  readonly scanId: string;
  readonly version: number;
  /** Ids of the rules judged; findings of other rules are left alone. */
  readonly rules: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Why an existing finding has no candidate now. */
  absenceOf(finding: Finding): Absence;
  /** Keys of subjects the rule could not assess. */
  notAssessed(rule: string): ReadonlySet<string>;
  /** Rules whose finding on the same subject stands for this rule's, also those not judged now. */
  supersededBy(rule: string): readonly string[];
  /** Why what a rule says now was not all brought about since it was judged last; null: it was. */
  bulk(rule: string): BulkCause | null;
  /** Of the run that judges; without one, nobody can take the judgement away. */
  readonly hold?: Hold;
}

/** Findings by what became of them; `seen` changed in nothing but the time they were last seen. */
export interface ReconcileSummary {
  readonly opened: number;
  readonly reopened: number;
  readonly updated: number;
  readonly seen: number;
  readonly notAssessed: number;
  readonly resolved: number;
}

/** Turns one judgement into finding changes. Idempotent: judging the same version twice writes no second event. */
export class FindingReconciler {
  constructor(
    private readonly database: Database,
    private readonly store: FindingStore,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} `finding.duplicate_candidate` before anything is written */
  async reconcile(judgement: Judgement): Promise<ReconcileSummary> {
    refuseRepeats(judgement.candidates);
    const judged = new Set(judgement.rules);
    const leading = judgement.rules.flatMap((rule) => judgement.supersededBy(rule));
    const known = await this.store.ofRules(judgement.connectionId, [...new Set([...judged, ...leading])]);
    const current = known.filter(({ rule }) => judged.has(rule));
    const byFingerprint = new Map(current.map((finding) => [finding.fingerprint, finding]));
    const candidates = await this.withKeptMembers(judgement, byFingerprint);
    const changes: Change[] = [];
    const about = { version: judgement.version, now: this.clock.now(), scanId: judgement.scanId };
    for (const candidate of candidates) {
      const finding = byFingerprint.get(candidate.fingerprint) ?? null;
      byFingerprint.delete(candidate.fingerprint);
      const change = decide(finding, candidate, null, about);
      if (change !== null) changes.push(change);
    }
    for (const finding of byFingerprint.values()) {
      const change = decide(finding, null, judgement.absenceOf(finding), about);
      if (change !== null) changes.push(change);
    }

    const summary = { opened: 0, reopened: 0, updated: 0, seen: 0, notAssessed: 0, resolved: 0 };
    const planned = withLeaders(changes, known, (rule) => judgement.supersededBy(rule));
    for (let start = 0; start < planned.length; start += BATCH) {
      const batch = planned.slice(start, start + BATCH);
      const applied = await this.database.transaction((tx) => this.apply(batch, judgement, tx));
      for (const { type } of applied) summary[COUNTED_AS[type]] += 1;
    }
    return summary;
  }

  /**
   * Ends what is not resolved of a connection that is removed: nobody will see whether it is still there. Idempotent.
   * @param version the one published last; 0 when nothing was ever read
   * @returns how many
   */
  async removeSource(connectionId: string, version: number): Promise<number> {
    const unresolved = await this.store.allUnresolved(connectionId);
    const about = { connectionId, scanId: null, version, bulk: () => 'source_removed' as const };
    const planned = unresolved.flatMap((finding): PlannedChange[] => {
      const change = decide(finding, null, { verdict: 'removed' }, { ...about, now: this.clock.now() });
      return change === null ? [] : [{ id: finding.id, change, supersededBy: finding.supersededBy }];
    });
    let resolved = 0;
    for (let start = 0; start < planned.length; start += BATCH) {
      const batch = planned.slice(start, start + BATCH);
      resolved += (await this.database.transaction((tx) => this.apply(batch, about, tx))).length;
    }
    return resolved;
  }

  /** A member that could not be assessed stays in its group finding, also when no other member is left. */
  private async withKeptMembers(judgement: Judgement, byFingerprint: Map<string, Finding>): Promise<Candidate[]> {
    const grouped = judgement.candidates.filter((candidate) => candidate.members !== null);
    const ids = grouped.flatMap((candidate) => {
      const finding = byFingerprint.get(candidate.fingerprint);
      return finding?.present === true && judgement.notAssessed(candidate.rule).size > 0 ? [finding.id] : [];
    });
    if (ids.length === 0) return [...judgement.candidates];
    const before = await this.store.membersOf(ids);
    return judgement.candidates.map((candidate) => {
      const finding = byFingerprint.get(candidate.fingerprint);
      const members = finding === undefined ? undefined : before.get(finding.id);
      if (candidate.members === null || members === undefined) return candidate;
      return {
        ...candidate,
        members: keepUnassessedMembers(candidate.members, members, judgement.notAssessed(candidate.rule)),
      };
    });
  }

  private async apply(
    planned: readonly PlannedChange[],
    judgement: ChangesOf & Pick<Judgement, 'bulk' | 'hold'>,
    tx: Queryable,
  ): Promise<Change[]> {
    const ids = planned.flatMap(({ id, change }) => ('finding' in change ? [id] : []));
    await judgement.hold?.(tx);
    const decided = await decidedOf(judgement.connectionId, this.clock.now(), tx);
    const locked = await this.store.lock(ids, tx);
    const now = this.clock.now();
    const about = { version: judgement.version, now, scanId: judgement.scanId };
    const upserts: JsonObject[] = [];
    const events: JsonObject[] = [];
    const members: { findingId: string; list: readonly SubjectRef[] }[] = [];
    const applied: Change[] = [];

    for (const each of planned) {
      const row = 'finding' in each.change ? locked.get(each.id) : undefined;
      // Between our read and this lock people changed it, another process judged a newer version, or the connection was deleted.
      const again = 'finding' in each.change ? row && decideAgain(each.change, row, about) : each.change;
      if (again === undefined || again === null) continue;
      const { id, supersededBy } = each;
      const change = seenOtherwise(again, supersededBy);
      const next = { id, change, supersededBy };
      const quiet = change.type === 'seen' || isRepeat(next);
      const sequence = (row?.sequence ?? 0) + (quiet ? 0 : 1);
      const written = toRow(next, judgement, now, sequence, decided);
      upserts.push(written);
      if (!quiet) events.push(toEvent(change, written, judgement, now, bulkOf(change, judgement)));
      if ('candidate' in change && change.candidate.members !== null) {
        members.push({ findingId: id, list: change.candidate.members });
      }
      applied.push(change);
    }
    await upsertFindings(tx, upserts);
    for (const { findingId, list } of members) await replaceMembers(tx, findingId, list);
    await insertEvents(tx, events);
    return applied;
  }
}

/** A suppressed finding's comings and goings are nothing anybody waits for. */
const COUNTED_AS: Readonly<Record<Change['type'], keyof ReconcileSummary>> = {
  opened: 'opened',
  reopened: 'reopened',
  updated: 'updated',
  severity_changed: 'updated',
  evidence_changed: 'updated',
  doubted: 'seen',
  seen: 'seen',
  returned: 'seen',
  absent: 'seen',
  verified: 'seen',
  not_assessed: 'notAssessed',
  resolved: 'resolved',
};

/** A second "could not assess" for the same reasons is no news. */
function isRepeat({ change, supersededBy }: PlannedChange): boolean {
  if (change.type !== 'not_assessed' || change.finding.supersededBy !== supersededBy) return false;
  return listed(change.finding.notAssessed) === listed(change.missing);
}

/** The store keeps no order of keys, so the values are compared in one of our own. */
function listed(missing: readonly Missing[]): string {
  return JSON.stringify(missing.map((one) => [one.resource, one.reason, one.missing]));
}

/** What could not be assessed for a while comes back with all that could not be. */
function bulkOf(change: Change, judgement: Pick<Judgement, 'bulk'>): BulkCause | null {
  const isBack = 'finding' in change && change.type !== 'not_assessed' && change.finding.notAssessed.length > 0;
  const { rule } = 'candidate' in change ? change.candidate : change.finding;
  return judgement.bulk(rule) ?? (isBack ? 'recovered' : null);
}
