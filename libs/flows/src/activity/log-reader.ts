import type { ActivityStream, Appended, IncomingPage, StreamName, StreamProgress } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { ActivityPage, ActivityRange, Link } from '@posture/domain';
import type { Connection } from '@posture/inventory';
import { isPassing, retryDelayMs } from '@posture/platform';
import type { Queryable, RunContext } from '@posture/platform';
import type { Provider } from '../providers';
import type { LogParts } from './log-parts';
import { pause } from './nudges';

/** Events of the last minutes are read again where reading begins anew: they may have been written late. */
export const OVERLAP_MS = 15 * 60_000;

/** Whose log is read, by which run. */
export interface ReadLog {
  readonly connection: Connection;
  readonly provider: Provider;
  readonly link: Link;
  readonly context: Pick<RunContext, 'hold' | 'log'>;
}

/** Reads one tenant's log page by page, and keeps each with the place after it. */
export class LogReader {
  /** As last read or written here; nobody else writes them. */
  readonly #streams = new Map<StreamName, StreamProgress>();

  constructor(
    private readonly parts: LogParts,
    private readonly read: ReadLog,
  ) {}

  /** undefined: it was not read here yet. */
  lastProgress(name: StreamName): StreamProgress | undefined {
    return this.#streams.get(name);
  }

  /** One page; what passes is waited for, a place that is refused is left. */
  async page(name: StreamName, signal: AbortSignal, patience = Number.POSITIVE_INFINITY): Promise<ActivityPage> {
    for (let attempt = 1, restarts = 0; ;) {
      const progress = (await this.progressOf(name))!;
      const { cursor, since } = progress;
      const until = progress.until ?? this.parts.clock.now();
      try {
        return await this.#pageAt(progress, cursor, signal, patience);
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

  /**
   * What is left of the past, page by page to its end. While whoever takes a page keeps it, the next one comes; one that
   * does not come is asked for again, from the place that was kept.
   */
  async *past(signal: AbortSignal, patience = Number.POSITIVE_INFINITY): AsyncGenerator<ActivityPage> {
    for (let ahead: Promise<ActivityPage | null> | null = null; ;) {
      const page: ActivityPage = (await ahead) ?? (await this.page('backfill', signal, patience));
      if (page.cursor === null) return yield page;
      const progress = (await this.progressOf('backfill'))!;
      ahead = this.#pageAt(progress, page.cursor, signal, patience).catch(() => null);
      yield page;
    }
  }

  #pageAt(
    { stream, since, until }: StreamProgress,
    cursor: string | null,
    signal: AbortSignal,
    patience: number,
  ): Promise<ActivityPage> {
    const range: ActivityRange =
      stream === 'follow'
        ? { kind: 'follow', since, cursor }
        : { kind: 'span', since, until: until!, cursor, isAwaited: Number.isFinite(patience) };
    return this.read.link.readActivity(range, signal);
  }

  /** The provider forgot the place, or the tenant is an older one than it was. */
  async #restart(newest: Date, since: Date, until: Date, name: StreamName): Promise<void> {
    const from = latest(since, new Date(newest.getTime() - OVERLAP_MS));
    this.read.context.log.warn('activity.restarted', { connectionId: this.#id, stream: name, from });
    const stream: ActivityStream = name === 'follow' ? { name, since: from } : { name, since: from, until };
    await this.begin(stream);
  }

  async begin(stream: ActivityStream): Promise<void> {
    this.#streams.delete(stream.name);
    await this.parts.activity.begin(this.#id, stream, this.#hold);
  }

  /** null before it began. */
  async progressOf(name: StreamName): Promise<StreamProgress | null> {
    const progress = this.#streams.get(name) ?? (await this.parts.activity.cursor(this.#id, name));
    if (progress !== null) this.#streams.set(name, progress);
    return progress;
  }

  async #failed(name: StreamName, error: DomainError): Promise<void> {
    const { provider, context } = this.read;
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

  /** @param alongside what is written in the same transaction */
  async append(
    name: StreamName,
    page: IncomingPage,
    alongside: (appended: Appended, tx: Queryable) => Promise<void>,
  ): Promise<Appended> {
    const appended = await this.parts.activity.append(this.#id, name, page, this.#hold, alongside);
    const { stored, progress, ...rest } = appended;
    this.#streams.set(name, progress);
    if (page.events.length > 0)
      this.read.context.log.debug('activity.page', { stream: name, stored: stored.length, ...rest });
    return appended;
  }

  get #id(): string {
    return this.read.connection.id;
  }

  get #hold() {
    return this.read.context.hold;
  }
}

export function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
