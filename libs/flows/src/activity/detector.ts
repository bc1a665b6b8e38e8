import type { ActivityStore, DetectionStates, StoredActivity } from '@posture/activity';
import type { EpisodesOfEntity, SubjectRef } from '@posture/domain';
import type { DetectedChanges, DetectionReconciler, DetectionSummary, Finding, FindingStore } from '@posture/findings';
import type { Database, Hold } from '@posture/platform';
import { DetectionEngine, RECALLED_MS } from '@posture/rule-engine';
import type { DetectionStatus } from '@posture/rule-engine';
import type { DetectionScores } from './detection-scores';
import type { WatchingRules } from './detections';
import { eventFacts } from './event-facts';

/** What a detector reads and writes. */
export interface DetectorStores {
  readonly database: Database;
  readonly activity: ActivityStore;
  readonly states: DetectionStates;
  readonly findings: FindingStore;
  readonly reconciler: DetectionReconciler;
}

/** Whom it watches, by what. */
export interface Watched {
  readonly connectionId: string;
  /** Stands for the tenant. */
  readonly org: SubjectRef;
  readonly rules: WatchingRules;
}

/** Later than anything a log holds: what is dated so far ahead is not kept. */
const FAR = new Date(Date.UTC(9999, 0));

/**
 * The detections of one tenant while somebody reads its log: events → episodes → findings. What it found and what it
 * remembers are written together. One that failed to write is of no use any more; open another.
 */
export class Detector {
  #position = 0;
  #turn = 0;

  private constructor(
    private readonly stores: DetectorStores,
    private readonly watched: Watched,
    private readonly engine: DetectionEngine,
    private tells: DetectedChanges['tells'],
    private isAnew: boolean,
  ) {}

  /** Goes on where judging ended. @returns null when it has to begin anew: nothing was judged, or by other rules, or of less */
  static async resume(stores: DetectorStores, watched: Watched): Promise<Detector | null> {
    const { connectionId, org, rules } = watched;
    const state = await stores.states.load(connectionId);
    if (state.watermark === null || state.isStale || state.rules !== rules.digest) return null;
    const engine = new DetectionEngine(rules.detections, { org });
    const rows = state.timelines.map(({ ruleHash, key, state: kept }) => ({ hash: ruleHash, key, state: kept }));
    engine.restore(rows, state.watermark);
    const detector = new Detector(stores, watched, engine, 'unsettled', false);
    detector.#turn = state.turn;
    detector.#position = state.position;
    const { watermark } = state;
    const recalled = stores.activity.between(connectionId, new Date(watermark - RECALLED_MS), new Date(watermark));
    for await (const events of recalled)
      engine.recall(events.map(({ activity, joined }) => eventFacts(activity, joined)));
    for await (const events of stores.activity.between(connectionId, new Date(watermark), FAR)) detector.take(events);
    return detector;
  }

  /**
   * Begins anew; give it all that is kept (`history`), then go on.
   * @param since from when on events are kept: older episodes stay what they were
   */
  static anew(stores: DetectorStores, watched: Watched, since: Date): Detector {
    const engine = new DetectionEngine(watched.rules.detections, { org: watched.org });
    return new Detector(stores, watched, engine, since.getTime(), true);
  }

  /** All that is kept of the log from an instant on, batch by batch, in order of time. Takes each itself. */
  async *history(from: Date): AsyncGenerator<number> {
    const { activity } = this.stores;
    let events = 0;
    for await (const batch of activity.between(this.watched.connectionId, from, FAR)) {
      this.take(batch);
      this.engine.advance();
      yield (events += batch.length);
    }
  }

  take(events: readonly StoredActivity[]): void {
    for (const { position } of events) this.#position = Math.max(this.#position, position);
    this.engine.take(events.map(({ activity, joined }) => eventFacts(activity, joined)));
  }

  /**
   * Lets time go on, and keeps what was found and what is remembered, together.
   * @param completeTo the log is known to be read up to there, in milliseconds
   * @param scores what is known of the tenant makes something detected worth
   * @returns null when nothing changed
   */
  async commit(completeTo: number, scores: DetectionScores, hold: Hold): Promise<DetectionSummary | null> {
    const { engine, tells, isAnew } = this;
    const { connectionId, rules } = this.watched;
    engine.advance(completeTo);
    const entities = engine
      .changes()
      .filter(({ rule }) => rules.isFinding(rule))
      .map((each) => since(each, tells));
    const rows = engine.stateChanges();
    if (entities.length + rows.length === 0 && tells === 'changes') return null;
    const keys = [...new Set(entities.map(({ entity }) => entity.key))];
    const scoreOf = scores(byKey(await this.#postureFindings(keys)));
    const { watermark, late, evicted, timelines, unknown } = engine.status();
    const state = {
      position: this.#position,
      watermark: Number.isFinite(watermark) ? watermark : null,
      rules: rules.digest,
      changed: rows.flatMap(({ hash, key, state: kept }) =>
        kept === null ? [] : [{ ruleHash: hash, key, state: kept as never }],
      ),
      gone: rows.flatMap(({ hash, key, state: kept }) => (kept === null ? [{ ruleHash: hash, key }] : [])),
      isAnew,
      turn: this.#turn,
      health: { late, evicted, timelines, unknown: Object.fromEntries(unknown) },
    };
    const { database, reconciler, states } = this.stores;
    const { written, turn } = await database.transaction(async (tx) => {
      await hold(tx);
      const turn = await states.save(connectionId, state, tx);
      return { written: await reconciler.reconcile({ connectionId, entities, tells, scoreOf }, tx), turn };
    });
    this.tells = 'changes';
    this.isAnew = false;
    this.#turn = turn;
    return written;
  }

  status(): DetectionStatus {
    return this.engine.status();
  }

  async #postureFindings(keys: readonly string[]): Promise<readonly Finding[]> {
    if (keys.length === 0) return [];
    const about = await this.stores.findings.aboutSubjects(this.watched.connectionId, keys);
    const detections = new Set(this.watched.rules.detections.map(({ id }) => id));
    return about.filter(({ rule, status }) => !detections.has(rule) && status !== 'suppressed');
  }
}

/** Of what is older than the events that are kept, less may be known than was said. */
function since(each: EpisodesOfEntity, tells: DetectedChanges['tells']): EpisodesOfEntity {
  return typeof tells === 'number' ? { ...each, settled: each.settled.filter(({ to }) => to >= tells) } : each;
}

function byKey(findings: readonly Finding[]): Map<string, Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = map.get(finding.subject.key);
    if (list === undefined) map.set(finding.subject.key, [finding]);
    else list.push(finding);
  }
  return map;
}
