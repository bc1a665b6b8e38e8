import { SEVERITIES } from '@posture/domain';
import type { EpisodesOfEntity, Evidence, SubjectRef } from '@posture/domain';
import type { Clock, Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import { isWorse, reasonOfReturn, restsOnOther } from './decide';
import type { Change } from './decide';
import type { EpisodeStore, KeptEpisode } from './episode-store';
import { decidedOf } from './decided';
import { fingerprintOf } from './finding';
import type { Candidate, Finding } from './finding';
import { insertEvents, toEvent, toRow, upsertFindings } from './finding-rows';
import type { FindingStore } from './finding-store';
import type { Score } from './score';

/** What was detected in one go. */
export interface DetectedChanges {
  readonly connectionId: string;
  readonly entities: readonly EpisodesOfEntity[];
  /**
   * `changes`: what is not told stays as it was. `unsettled`: all that is not settled is told, as after a restart. An
   * instant in milliseconds: all from then on is told, settled or not, as when it was judged anew.
   */
  readonly tells: 'changes' | 'unsettled' | number;
  /** Of a finding as severe as it will be said to be. */
  scoreOf(rule: string, entity: SubjectRef, severity: Candidate['severity']): Score;
}

/** Ids of the findings that something became of. */
export interface DetectionSummary {
  readonly opened: readonly string[];
  readonly reopened: readonly string[];
  readonly updated: readonly string[];
  readonly withdrawn: readonly string[];
}

/** Findings are written in batches: history and outbox share a transaction with them. */
const BATCH = 500;

/**
 * Turns episodes into findings. A finding is (rule, entity); what happens again is another episode of it. One that people
 * resolved comes back when something newer happens; one all of whose episodes were withdrawn is resolved by that.
 */
export class DetectionReconciler {
  constructor(
    private readonly findings: FindingStore,
    private readonly episodes: EpisodeStore,
    private readonly clock: Clock,
  ) {}

  /** Idempotent: the same episodes again write no second event. @param tx in which the state they follow from is kept */
  async reconcile(changes: DetectedChanges, tx: Queryable): Promise<DetectionSummary> {
    const summary = {
      opened: [] as string[],
      reopened: [] as string[],
      updated: [] as string[],
      withdrawn: [] as string[],
    };
    const entities = await this.#withUntold(changes, tx);
    for (let start = 0; start < entities.length; start += BATCH) {
      await this.#write(changes, entities.slice(start, start + BATCH), summary, tx);
    }
    return summary;
  }

  /** Of whom nothing is told although something was: it was withdrawn while nobody listened. */
  async #withUntold(
    { connectionId, entities, tells }: DetectedChanges,
    tx: Queryable,
  ): Promise<readonly EpisodesOfEntity[]> {
    if (tells === 'changes') return entities;
    const told = new Set(entities.map(({ rule, entity }) => fingerprintOf(rule, entity.key, [])));
    const known = await this.episodes.entities(connectionId, sinceOf(tells), tx);
    const untold = known.filter(({ rule, entity }) => !told.has(fingerprintOf(rule, entity.key, [])));
    return [...entities, ...untold.map((each) => ({ ...each, open: [], settled: [] }))];
  }

  async #write(
    { connectionId, scoreOf, tells }: DetectedChanges,
    entities: readonly EpisodesOfEntity[],
    summary: { opened: string[]; reopened: string[]; updated: string[]; withdrawn: string[] },
    tx: Queryable,
  ): Promise<void> {
    const decided = await decidedOf(connectionId, this.clock.now(), tx);
    const fingerprints = entities.map(({ rule, entity }) => fingerprintOf(rule, entity.key, []));
    const known = new Map(
      (await this.findings.ofFingerprints(connectionId, fingerprints, tx)).map((each) => [each.fingerprint, each]),
    );
    const kept = await this.episodes.ofFindings(
      [...known.values()].map(({ id }) => id),
      tx,
    );
    const about = { connectionId, scanId: null, version: 0 };
    const now = this.clock.now();
    const since = sinceOf(tells);
    const rows = [];
    const events = [];
    const episodes = new Map<string, readonly KeptEpisode[]>();
    for (const [index, detected] of entities.entries()) {
      const fingerprint = fingerprints[index]!;
      const current = known.get(fingerprint) ?? null;
      const told = [...detected.settled, ...detected.open];
      const settled = (kept.get(current?.id ?? '') ?? []).filter(
        ({ isSettled, to }) => isSettled && to < (since ?? Number.POSITIVE_INFINITY),
      );
      const all = merged(settled, told);
      const change = changeOf(current, all, now, (news) => detectedCandidate(detected, news, scoreOf));
      if (change === null) {
        if (current !== null) episodes.set(current.id, told);
        continue;
      }
      const id = current?.id ?? uuidv7();
      const quiet = change.type === 'seen';
      const sequence = (current?.sequence ?? 0) + (quiet ? 0 : 1);
      const planned = { id, change, supersededBy: current?.supersededBy ?? null };
      const row = toRow(planned, about, now, sequence, decided);
      if ('candidate' in change) row['last_seen_at'] = new Date(all.at(-1)!.to).toISOString();
      rows.push(row);
      if (!quiet) events.push(toEvent(change, row, about, now, since === null ? null : 'log_judged'));
      episodes.set(id, told);
      note(summary, change, id);
    }
    await upsertFindings(tx, rows);
    await this.episodes.replace(episodes, { since, now }, tx);
    await insertEvents(tx, events);
  }
}

function sinceOf(tells: DetectedChanges['tells']): number | null {
  return typeof tells === 'number' ? tells : null;
}

/** Settled ones that were kept before, and what is said now in their place or after them. */
function merged(settled: readonly KeptEpisode[], told: readonly KeptEpisode[]): KeptEpisode[] {
  const byFrom = new Map(settled.map((each) => [each.from, each]));
  for (const episode of told) byFrom.set(episode.from, episode);
  return [...byFrom.values()].sort((a, b) => a.from - b.from);
}

function changeOf(
  current: Finding | null,
  all: readonly KeptEpisode[],
  now: Date,
  candidateFrom: (episodes: readonly KeptEpisode[]) => Candidate,
): Change | null {
  const last = all.at(-1);
  if (last === undefined) {
    if (current === null || !current.present) return null;
    const type = current.status === 'suppressed' ? 'absent' : current.status === 'resolved' ? 'verified' : 'resolved';
    return { type, finding: current, resolution: 'withdrawn' };
  }
  // That it was withdrawn is nobody's decision: whatever proves it again brings it back, however old.
  const resolvedAt = current?.resolution === 'withdrawn' ? null : current?.resolvedAt;
  const since = resolvedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const news = all.filter(({ to }) => to > since);
  // What people resolved, or what is quiet, stays so until something newer happens.
  if (current?.status === 'resolved' && news.length === 0) return null;
  const candidate = candidateFrom(news.length > 0 ? news : all);
  if (current === null) return { type: 'opened', candidate };
  if (current.status === 'resolved') {
    return { type: 'reopened', finding: current, candidate, reason: reasonOfReturn(current.resolvedAt, now) };
  }
  if (current.status === 'suppressed') {
    if (isWorse(candidate.severity, current.ruleSeverity))
      return { type: 'severity_changed', finding: current, candidate };
    if (restsOnOther(current, candidate)) return { type: 'evidence_changed', finding: current, candidate };
    if (!current.present) return { type: 'returned', finding: current, candidate };
  }
  return { type: isSame(current, candidate) ? 'seen' : 'updated', finding: current, candidate };
}

/** The latest of the most severe. */
function worst(episodes: readonly KeptEpisode[]): KeptEpisode {
  return episodes.reduce((worse, next) => (rank(next) >= rank(worse) ? next : worse));
}

function rank({ severity }: KeptEpisode): number {
  return SEVERITIES.indexOf(severity);
}

/** A finding as its episodes make it: the words, severity and evidence are those of the latest among the worst. */
export function detectedCandidate(
  { rule, entity }: Pick<EpisodesOfEntity, 'rule' | 'entity'>,
  episodes: readonly KeptEpisode[],
  scoreOf: DetectedChanges['scoreOf'],
): Candidate {
  const shown = worst(episodes);
  return {
    fingerprint: fingerprintOf(rule, entity.key, []),
    rule,
    subject: entity,
    severity: shown.severity,
    score: scoreOf(rule, entity, shown.severity),
    title: shown.title,
    why: shown.why,
    evidence: evidenceOf(shown),
    members: null,
  };
}

function evidenceOf({ shown, events, to }: KeptEpisode): Evidence {
  const readAt = new Date(to).toISOString();
  const facts = Object.entries(shown).map(([fact, value]) => ({
    fact,
    value,
    unit: null,
    source: 'activity log',
    readAt,
    certainty: 'known' as const,
  }));
  return { facts, path: [], events };
}

/** Whether a reader would notice. */
function isSame(finding: Finding, candidate: Candidate): boolean {
  return (
    finding.ruleSeverity === candidate.severity &&
    finding.score === candidate.score.score &&
    finding.title === candidate.title &&
    JSON.stringify(ids(finding.evidence)) === JSON.stringify(ids(candidate.evidence))
  );
}

function ids({ events }: Evidence): readonly string[] {
  return (events ?? []).map(({ id }) => id);
}

function note(
  summary: { opened: string[]; reopened: string[]; updated: string[]; withdrawn: string[] },
  { type }: Change,
  id: string,
): void {
  if (type === 'opened') summary.opened.push(id);
  else if (type === 'reopened') summary.reopened.push(id);
  else if (type === 'updated') summary.updated.push(id);
  else if (type === 'resolved') summary.withdrawn.push(id);
}
