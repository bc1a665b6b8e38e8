import { ACTIVITY_RETENTION } from '@posture/activity';
import type { ActivityStream, Appended, StreamName, StreamProgress } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { ActivityPage, ActivityRange, Link } from '@posture/domain';
import type { DetectionSummary } from '@posture/findings';
import type { Connection } from '@posture/inventory';
import { isPassing, retryDelayMs } from '@posture/platform';
import type { Queryable, RunContext } from '@posture/platform';
import type { Provider } from '../providers';
import { detectionScores } from './detection-scores';
import type { DetectionScores } from './detection-scores';
import { Detector } from './detector';
import type { Watched } from './detector';
import { InventoryFacts, unreadInventory } from './inventory-facts';
import { incoming } from './log-pages';
import type { LogParts } from './log-parts';
import { pause } from './nudges';

const MINUTE_MS = 60_000;
/** Events of the last minutes are read again where reading begins anew: they may have been written late. */
export const OVERLAP_MS = 15 * MINUTE_MS;
/** Clocks further apart are told of. */
const SKEW_MS = 2 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of all that is kept. */
const BEGINNING = new Date(0);
/** So often a page is asked for by whoever somebody waits for. */
const PATIENCE = 3;

/** What is followed, by whom. */
export interface Following {
  readonly connection: Connection;
  readonly provider: Provider;
  readonly link: Link;
  readonly watched: Watched;
  readonly context: RunContext;
}

/** What one version of the inventory adds, worked out once for all pages that are judged by it. */
interface KnownVersion {
  readonly version: number;
  readonly facts: InventoryFacts;
  readonly scores: DetectionScores;
}

const UNKNOWN_TENANT = detectionScores(null);

/** Reads one tenant's log for as long as its run lasts, and judges each page as it comes. */
export class LogFollower {
  #detector: Detector | null = null;
  /** Judges anew all that is kept, beside the one that judges what comes. */
  #next: { readonly detector: Detector; readonly history: AsyncGenerator<number> } | null = null;
  #known: KnownVersion | null = null;
  /** As last read or written here; nobody else writes them. */
  readonly #streams = new Map<StreamName, StreamProgress>();
  #skewMs = 0;
  #owesDelta = false;

  constructor(
    private readonly parts: LogParts,
    private readonly following: Following,
  ) {}

  /**
   * Ends when the signal fires, or with what keeps the log from being read.
   * @param lookBackDays of the past, read beside what happens; 0: none
   */
  async run(lookBackDays: number): Promise<void> {
    const { context } = this.following;
    const failed = new AbortController();
    const signal = AbortSignal.any([context.signal, failed.signal]);
    await this.#refreshFacts();
    this.#detector = await Detector.resume(this.parts, this.following.watched);
    if (this.#detector === null) this.#beginAnew(await this.#gapless(lookBackDays));
    const give = (error: unknown): never => {
      failed.abort(error);
      throw error;
    };
    await Promise.all([this.#follow(signal).catch(give), this.#backfill(lookBackDays, signal).catch(give)]);
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
    await this.#begin({ name: 'backfill', since, until });
    const { watermark } = await states.progress(this.#id);
    const isOlder = ({ stored }: Appended) => stored.some((event) => event.activity.at < (watermark ?? 0));
    let duplicates = 0;
    for (let isLast = false; !isLast;) {
      const page = await this.#page('backfill', signal, PATIENCE);
      isLast = page.cursor === null;
      const appended = await this.#append('backfill', page, async (stored, tx) => {
        if (isOlder(stored)) await states.stale(this.#id, tx);
      });
      duplicates += appended.duplicates;
    }
    this.#detector = await Detector.resume(this.parts, this.following.watched);
    if (this.#detector === null) {
      this.#beginAnew(BEGINNING);
      for await (const _ of this.#next!.history) signal.throwIfAborted();
      await this.#swap();
    }
    await this.#commit(this.#detector!, until.getTime());
    return duplicates;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    let begun = clock.now();
    const begin = () => this.#begin({ name: 'follow', since: new Date(begun.getTime() - OVERLAP_MS) });
    let isNew = (await this.#progressOf('follow')) === null;
    if (isNew) await begin();
    for (;;) {
      const page = await this.#page('follow', signal);
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
      // What has changed is read again while what happened is judged.
      await this.#askForDelta();
      this.#detector?.take(appended.stored);
      this.#next?.detector.take(appended.stored);
      await this.#judge(page);
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
    const { watched } = this.following;
    // Of the first days that are kept a part is gone already, and episodes that began there are not found again.
    const since = new Date(this.parts.clock.now().getTime() - (ACTIVITY_RETENTION.eventDays - 2) * DAY_MS);
    const detector = Detector.anew(this.parts, watched, latest(since, from));
    this.#next = { detector, history: detector.history(from) };
  }

  /** From when on nothing is missing of what is kept: half a past seems to prove that something did not happen. */
  async #gapless(lookBackDays: number): Promise<Date> {
    if (lookBackDays === 0 || (await this.#progressOf('backfill'))?.state === 'completed') return BEGINNING;
    const follow = await this.#progressOf('follow');
    return follow?.since ?? new Date(this.parts.clock.now().getTime() - OVERLAP_MS);
  }

  async #backfill(lookBackDays: number, signal: AbortSignal): Promise<void> {
    const progress = await this.#progressOf('backfill');
    if (lookBackDays === 0 || progress?.state === 'completed') return;
    if (progress === null) {
      const until = this.parts.clock.now();
      const since = new Date(until.getTime() - lookBackDays * DAY_MS);
      await this.#begin({ name: 'backfill', since, until });
    }
    for (;;) {
      const page = await this.#page('backfill', signal);
      const isLast = page.cursor === null;
      await this.#append('backfill', page, async (_, tx) => {
        if (isLast) await this.parts.states.stale(this.#id, tx);
      });
      if (isLast) break;
    }
    this.following.context.log.info('activity.backfilled', { connectionId: this.#id, days: lookBackDays });
    await this.parts.activity.analyze();
    this.#beginAnew(BEGINNING);
    this.parts.nudges.nudge(this.#id);
  }

  /** One page; what passes is waited for, a place that is refused is left. */
  async #page(name: StreamName, signal: AbortSignal, patience = Number.POSITIVE_INFINITY): Promise<ActivityPage> {
    for (let attempt = 1, restarts = 0; ;) {
      const progress = (await this.#progressOf(name))!;
      const { cursor, since } = progress;
      const until = progress.until ?? this.parts.clock.now();
      const range: ActivityRange =
        name === 'follow'
          ? { kind: 'follow', since, cursor }
          : { kind: 'span', since, until, cursor, isAwaited: Number.isFinite(patience) };
      try {
        return await this.following.link.readActivity(range, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof DomainError)) throw error;
        if (error.kind === 'conflict' && restarts === 0) {
          restarts += 1;
          await this.#restart(progress.newest ?? since, since, until, name);
          continue;
        }
        await this.#failed(name, error);
        if (!isPassing(error) || attempt >= patience) throw error;
        const pauseMs = retryDelayMs(attempt, 0.5);
        // Of news only who follows is told; a delivery also says that the provider is back.
        if (name === 'follow') await this.parts.nudges.rest(this.#id, pauseMs, signal);
        else await pause(this.parts.clock, pauseMs, signal);
        attempt += 1;
      }
    }
  }

  /** The provider forgot the place, or the tenant is an older one than it was. */
  async #restart(newest: Date, since: Date, until: Date, name: StreamName): Promise<void> {
    const from = latest(since, new Date(newest.getTime() - OVERLAP_MS));
    this.following.context.log.warn('activity.restarted', { connectionId: this.#id, stream: name, from });
    const stream: ActivityStream = name === 'follow' ? { name, since: from } : { name, since: from, until };
    await this.#begin(stream);
  }

  async #begin(stream: ActivityStream): Promise<void> {
    this.#streams.delete(stream.name);
    await this.parts.activity.begin(this.#id, stream, this.#hold);
  }

  /** null before it began. */
  async #progressOf(name: StreamName): Promise<StreamProgress | null> {
    const progress = this.#streams.get(name) ?? (await this.parts.activity.cursor(this.#id, name));
    if (progress !== null) this.#streams.set(name, progress);
    return progress;
  }

  async #failed(name: StreamName, error: DomainError): Promise<void> {
    const { provider, context } = this.following;
    const { state, reason, missing } = provider.activity.coverageOf(error);
    const { code, message, remedy } = error;
    context.log.warn('activity.unread', { connectionId: this.#id, stream: name, code, state });
    this.#streams.delete(name);
    await this.parts.activity.fail(
      this.#id,
      name,
      { state, reason: reason ?? message, missing, code, message, remedy },
      this.#hold,
    );
  }

  async #append(
    name: StreamName,
    page: ActivityPage,
    alongside: (appended: Appended, tx: Queryable) => Promise<void>,
  ): Promise<Appended> {
    if (page.events.length > 0) await this.#refreshFacts();
    const joined = this.#known === null ? unreadInventory : this.#known.facts.of.bind(this.#known.facts);
    const { provider } = this.following;
    const appended = await this.parts.activity.append(
      this.#id,
      name,
      incoming(page, provider, joined),
      this.#hold,
      alongside,
    );
    const { stored, progress, ...rest } = appended;
    this.#streams.set(name, progress);
    if (page.events.length > 0)
      this.following.context.log.debug('activity.page', { stream: name, stored: stored.length, ...rest });
    return appended;
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
      if (this.#known?.version !== version)
        this.#known = { version, facts: new InventoryFacts(view), scores: detectionScores(view) };
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'inventory.empty')) throw error;
    }
  }

  #tell(): void {
    const { watermark, late, evicted, timelines } = (this.#detector ?? this.#next?.detector)!.status();
    const follow = this.#streams.get('follow');
    const backfill = this.#streams.get('backfill');
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

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
