import { ACTIVITY_RETENTION } from '@posture/activity';
import type { Appended, StreamName } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { ActivityPage, PrivilegeModel } from '@posture/domain';
import type { DetectionSummary } from '@posture/findings';
import type { Queryable, RunContext } from '@posture/platform';
import { detectionScores } from './detection-scores';
import type { DetectionScores } from './detection-scores';
import { Detector } from './detector';
import type { Watched } from './detector';
import { InventoryFacts, unreadInventory } from './inventory-facts';
import { incoming } from './log-pages';
import type { LogParts } from './log-parts';
import { LogReader, OVERLAP_MS, latest } from './log-reader';
import type { ReadLog } from './log-reader';

const MINUTE_MS = 60_000;
/** Clocks further apart are told of. */
const SKEW_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of all that is kept. */
const BEGINNING = new Date(0);
/** So often a page is asked for by whoever somebody waits for. */
const PATIENCE = 3;

/** What is followed, by whom, and what watches it. */
export interface Following extends ReadLog {
  readonly context: RunContext;
  /** By what it is judged now: rules are tuned, and loaded anew, while it is followed. */
  watched(): Promise<Watched>;
}

/** What one version of the inventory adds, worked out once for all pages that are judged by it. */
interface KnownVersion {
  readonly version: number;
  /** Another one where operators say otherwise of the tenant since. */
  readonly privilege: PrivilegeModel;
  readonly facts: InventoryFacts;
  readonly scores: DetectionScores;
}

const UNKNOWN_TENANT = detectionScores(null);

/** Reads one tenant's log for as long as its run lasts, and judges each page as it comes. */
export class LogFollower {
  #detector: Detector | null = null;
  #watched: Watched | null = null;
  /** Judges anew all that is kept, beside the one that judges what comes. */
  #next: { readonly detector: Detector; readonly history: AsyncGenerator<number> } | null = null;
  #known: KnownVersion | null = null;
  readonly #log: LogReader;
  #skewMs = 0;
  #owesDelta = false;

  constructor(
    private readonly parts: LogParts,
    private readonly following: Following,
  ) {
    this.#log = new LogReader(parts, following);
  }

  /**
   * Ends when the signal fires, or with what keeps the log from being read.
   * @param lookBackDays of the past, read beside what happens; 0: none
   */
  async run(lookBackDays: number): Promise<void> {
    const { context } = this.following;
    const failed = new AbortController();
    const signal = AbortSignal.any([context.signal, failed.signal]);
    await this.#refreshFacts();
    this.#watched = await this.following.watched();
    this.#detector = await Detector.resume(this.parts, this.#watched);
    if (this.#detector === null) this.#beginAnew(await this.#gapless(lookBackDays));
    const give = (error: unknown): never => {
      failed.abort(error);
      throw error;
    };
    await Promise.all([
      this.#follow(lookBackDays, signal).catch(give),
      this.#backfill(lookBackDays, signal).catch(give),
    ]);
  }

  /**
   * Reads what of the last days was not read yet, and judges it. For a tenant whose log nobody follows.
   * @returns how many events were read twice
   */
  async catchUp(days: number): Promise<number> {
    const { activity, clock, states } = this.parts;
    const { signal } = this.following.context;
    const until = clock.now();
    const wanted = new Date(until.getTime() - days * DAY_MS);
    const { spans } = await activity.coverage(this.#id);
    const known = spans.find(({ since, until: end }) => since <= wanted && end > wanted);
    const since = known === undefined ? wanted : latest(wanted, new Date(known.until.getTime() - OVERLAP_MS));
    await this.#refreshFacts();
    await this.#log.begin({ name: 'backfill', since, until });
    const { watermark } = await states.progress(this.#id);
    const isOlder = ({ stored }: Appended) => stored.some((event) => event.activity.at < (watermark ?? 0));
    let duplicates = 0;
    for await (const page of this.#log.past(signal, PATIENCE)) {
      const appended = await this.#append('backfill', page, async (stored, tx) => {
        if (isOlder(stored)) await states.stale(this.#id, tx);
      });
      duplicates += appended.duplicates;
    }
    this.#watched = await this.following.watched();
    this.#detector = await Detector.resume(this.parts, this.#watched);
    if (this.#detector === null) {
      this.#beginAnew(BEGINNING);
      for await (const _ of this.#next!.history) signal.throwIfAborted();
      await this.#swap();
    }
    await this.#commit(this.#detector!, until.getTime());
    return duplicates;
  }

  async #follow(lookBackDays: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    let begun = clock.now();
    const begin = () => this.#log.begin({ name: 'follow', since: new Date(begun.getTime() - OVERLAP_MS) });
    let isNew = (await this.#log.progressOf('follow')) === null;
    if (isNew) await begin();
    for (;;) {
      const page = await this.#log.page('follow', signal);
      this.#compareClocks(page);
      // By the provider's clock it would begin in the future, and leave out what happens until then.
      if (isNew && page.providerNow !== null && page.providerNow < begun.getTime() - OVERLAP_MS / 2) {
        begun = new Date(page.providerNow);
        await begin();
        continue;
      }
      isNew = false;
      const wholeSince = page.events.length === 0 ? null : await this.parts.syncs.wholeSince(this.#id);
      const appended = await this.#append('follow', page, (stored, tx) => this.#queueChanges(wholeSince, stored, tx));
      await this.#lookAtRules(lookBackDays);
      // What has changed is read again while what happened is judged.
      await this.#askForDelta();
      this.#detector?.take(appended.stored);
      this.#next?.detector.take(appended.stored);
      await this.#judge(page);
      this.following.context.gotOn();
      this.#tell();
      if (!page.isFull) await this.#rest(page.pollAfterMs, signal);
    }
  }

  /** Until the next look at the log, or until somebody says that there is something; what is to be judged anew is. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const until = this.parts.clock.now().getTime() + ms;
    for (;;) {
      const left = until - this.parts.clock.now().getTime();
      if (left <= 0) return;
      if (this.#next === null) return this.parts.nudges.rest(this.#id, left, signal);
      signal.throwIfAborted();
      const { done } = await this.#next.history.next();
      if (done === true) await this.#swap();
    }
  }

  /** What came meanwhile was given to both; from now on the one that knows all judges. */
  async #swap(): Promise<void> {
    const { detector } = this.#next!;
    await this.#commit(detector, Number.NEGATIVE_INFINITY);
    this.#detector = detector;
    this.#next = null;
  }

  /** @param from what is kept of before is left out */
  #beginAnew(from: Date): void {
    const watched = this.#watched!;
    // Of the first days that are kept a part is gone already, and episodes that began there are not found again.
    const since = new Date(this.parts.clock.now().getTime() - (ACTIVITY_RETENTION.eventDays - 2) * DAY_MS);
    const detector = Detector.anew(this.parts, watched, latest(since, from));
    this.#next = { detector, history: detector.history(from) };
  }

  /** By other rules all that is kept is judged anew, beside those that judge what comes until that is done. */
  async #lookAtRules(lookBackDays: number): Promise<void> {
    const watched = await this.following.watched();
    if (watched.rules.digest === this.#watched?.rules.digest) return;
    this.#watched = watched;
    this.#beginAnew(await this.#gapless(lookBackDays));
    this.following.context.log.info('detections.rules_changed', { connectionId: this.#id });
  }

  /** From when on nothing is missing of what is kept: half a past seems to prove that something did not happen. */
  async #gapless(lookBackDays: number): Promise<Date> {
    if (lookBackDays === 0 || (await this.#log.progressOf('backfill'))?.state === 'completed') return BEGINNING;
    const follow = await this.#log.progressOf('follow');
    return follow?.since ?? new Date(this.parts.clock.now().getTime() - OVERLAP_MS);
  }

  async #backfill(lookBackDays: number, signal: AbortSignal): Promise<void> {
    const progress = await this.#log.progressOf('backfill');
    if (lookBackDays === 0 || progress?.state === 'completed') return;
    if (progress === null) {
      const until = this.parts.clock.now();
      const since = new Date(until.getTime() - lookBackDays * DAY_MS);
      await this.#log.begin({ name: 'backfill', since, until });
    }
    for await (const page of this.#log.past(signal)) {
      await this.#append('backfill', page, async (_, tx) => {
        if (page.cursor === null) await this.parts.states.stale(this.#id, tx);
      });
    }
    this.following.context.log.info('activity.backfilled', { connectionId: this.#id, days: lookBackDays });
    await this.parts.activity.analyze();
    this.#beginAnew(BEGINNING);
    this.parts.nudges.nudge(this.#id);
  }

  async #append(
    name: StreamName,
    page: ActivityPage,
    alongside: (appended: Appended, tx: Queryable) => Promise<void>,
  ): Promise<Appended> {
    if (page.events.length > 0) await this.#refreshFacts();
    const joined = this.#known === null ? unreadInventory : this.#known.facts.of.bind(this.#known.facts);
    return this.#log.append(name, incoming(page, this.following.provider, joined), alongside);
  }

  /** What changed before the tenant was last read as a whole, by the provider's clock, was read then. */
  async #queueChanges(wholeSince: Date | null, { stored }: Appended, tx: Queryable): Promise<void> {
    const { provider } = this.following;
    if (wholeSince === null) return;
    const since = wholeSince.getTime() + this.#skewMs;
    const changes = provider.changesOf(stored.map(({ activity }) => activity).filter(({ at }) => at >= since));
    this.#owesDelta ||= changes.objects.length + changes.stale.length > 0;
    await this.parts.pending.add(this.#id, changes, tx);
  }

  /** Asked until it is heard: the tenant's place may be taken just now. */
  async #askForDelta(): Promise<void> {
    if (this.#owesDelta) this.#owesDelta = (await this.parts.work.delta(this.#id, 'activity')) === null;
  }

  async #judge({ isFull, providerNow }: ActivityPage): Promise<void> {
    const completeTo = isFull || providerNow === null ? Number.NEGATIVE_INFINITY : providerNow;
    const found = this.#detector === null ? null : await this.#commit(this.#detector, completeTo);
    if (found === null) return;
    const counts = {
      opened: found.opened.length,
      reopened: found.reopened.length,
      updated: found.updated.length,
      withdrawn: found.withdrawn.length,
    };
    if (Object.values(counts).some((count) => count > 0))
      this.following.context.log.info('detections.judged', { connectionId: this.#id, ...counts });
  }

  #commit(detector: Detector, completeTo: number): Promise<DetectionSummary | null> {
    return detector.commit(completeTo, this.#known?.scores ?? UNKNOWN_TENANT, this.#hold);
  }

  /** Told once, until they agree again. */
  #compareClocks({ providerNow }: ActivityPage): void {
    if (providerNow === null) return;
    const skewMs = providerNow - this.parts.clock.now().getTime();
    if (Math.abs(skewMs) >= SKEW_MS && Math.abs(this.#skewMs) < SKEW_MS) {
      this.following.context.log.warn('activity.clock_skew', {
        connectionId: this.#id,
        seconds: Math.round(skewMs / 1000),
        remedy: "Set this machine's clock by NTP: the provider's differs, and tokens and ages hang on it.",
      });
    }
    this.#skewMs = skewMs;
  }

  async #refreshFacts(): Promise<void> {
    try {
      const view = await this.parts.graphs.published(this.#id);
      const { version } = view.view;
      const { privilege } = view;
      if (this.#known?.version !== version || this.#known.privilege !== privilege)
        this.#known = { version, privilege, facts: new InventoryFacts(view), scores: detectionScores(view) };
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'inventory.empty')) throw error;
    }
  }

  #tell(): void {
    const { watermark, late, evicted, timelines } = (this.#detector ?? this.#next?.detector)!.status();
    const follow = this.#log.lastProgress('follow');
    const backfill = this.#log.lastProgress('backfill');
    this.following.context.progress({
      readTo: follow?.reached?.toISOString() ?? null,
      newest: follow?.newest?.toISOString() ?? null,
      backfill:
        backfill === undefined ? null : { state: backfill.state, reached: backfill.reached?.toISOString() ?? null },
      judgedTo: Number.isFinite(watermark) ? new Date(watermark).toISOString() : null,
      isJudgedAnew: this.#next !== null,
      ...{ late, evicted, timelines, clockSkewSeconds: Math.round(this.#skewMs / 1000) },
    });
  }

  get #id(): string {
    return this.following.connection.id;
  }

  get #hold() {
    return this.following.context.hold;
  }
}
