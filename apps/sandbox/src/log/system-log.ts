import { Rng } from '../org/generate/rng';
import type { SandboxOrg } from '../org/org';
import type { LogEvent } from './log-event';
import type { BoundedPage, BoundedQuery, Keep, PolledPage } from './log-query';
import { bounded, placeSince, poll } from './log-query';
import { LogStore, type LogRow, type LogPlace, type Segment } from './log-store';
import type { Story } from './attacks';
import { storyNamed } from './stories';

const DAY_MS = 86_400_000;
/** Okta keeps events for 90 days. */
const RETENTION_MS = 90 * DAY_MS;

export interface AppendOptions {
  /** True: written when it was published, as a log of the past is; else now, however long ago it was published. */
  readonly asPublished?: boolean;
}

export interface PlayOptions {
  /** When the story begins, in milliseconds; without it the story ends now. */
  readonly at?: number;
  readonly seed?: string | number;
  /** Plays what looks like the attack and is none. */
  readonly lookAlike?: boolean;
}

/** Everything before it is regenerated when read. Segments in order, none persisted after another's first. */
export interface History {
  readonly segments: readonly Segment[];
}

/**
 * The System Log of the org: events in the order in which they were persisted, which is not the order in which they
 * were published.
 */
export class SystemLog {
  private readonly store = new LogStore();
  private readonly listeners: ((events: readonly LogEvent[]) => void)[] = [];
  private readonly lately: LogRow[] = [];
  /** Cursors of an earlier epoch are refused. */
  private currentEpoch = 0;
  private written = 0;

  constructor(
    private readonly org: SandboxOrg,
    /** Milliseconds since 1970 UTC. */
    readonly now: () => number,
  ) {}

  /** Events appended one by one; those of an attached history are not counted. */
  get size(): number {
    return this.written;
  }

  get epoch(): number {
    return this.currentEpoch;
  }

  /** @returns how many were appended */
  append(events: Iterable<LogEvent>, { asPublished = false }: AppendOptions = {}): number {
    const heard: LogEvent[] = [];
    const hearing = this.listeners.length > 0 && !asPublished;
    const before = this.written;
    for (const event of events) {
      const published = Date.parse(event.published);
      if (Number.isNaN(published) || typeof event.uuid !== 'string' || typeof event.eventType !== 'string') {
        throw new Error('an event has uuid, eventType and published');
      }
      const persisted = Math.max(asPublished ? published : this.now(), this.store.lastPersisted);
      this.write({ event, published, persisted });
      if (hearing) heard.push(event);
    }
    if (heard.length > 0) for (const listener of this.listeners) listener(heard);
    return this.written - before;
  }

  /**
   * Puts a generated past into the log, in front of what happens from now on.
   * @throws Error when the log holds later events already
   */
  attach({ segments }: History): void {
    if ((segments[0]?.firstPersisted ?? Infinity) < this.store.lastPersisted) {
      throw new Error('a history comes before everything else in the log');
    }
    this.store.attach(segments);
  }

  /**
   * Appends the events of a story, a told one or one of `ALL_STORY_NAMES`.
   * @throws Error when there is none of that name
   * @returns the events, in the order they were published
   */
  play(story: string | Story, options: PlayOptions = {}): readonly LogEvent[] {
    const tell = typeof story === 'function' ? story : storyNamed(story)?.[options.lookAlike ? 'lookAlike' : 'attack'];
    if (tell === undefined) throw new Error(`there is no story ${String(story)}`);
    const seed = options.seed ?? (typeof story === 'function' ? 'story' : story);
    const told = (at: number): readonly LogEvent[] => inOrder(tell(this.org, at, new Rng(seed)));
    const now = this.now();
    const last = told(now).at(-1);
    if (!last) return [];
    const events = told(options.at ?? 2 * now - Date.parse(last.published));
    this.append(events);
    return events;
  }

  /** Writes the last events once more, uuid and all, as a log does whose writer was restarted. */
  repeat(count: number): number {
    const rows = this.lately.slice(-count);
    return this.append(rows.map(({ event }) => event));
  }

  /** From now on every cursor handed out before is refused. */
  expireCursors(): void {
    this.currentEpoch++;
  }

  /** The log as a snapshot of that instant holds it. Whoever was given a later place is told that there is no such one. */
  restore(instant: number): void {
    this.store.forgetFrom(instant);
    const kept = this.lately.filter(({ persisted }) => persisted < instant);
    this.lately.splice(0, this.lately.length, ...kept);
    this.expireCursors();
  }

  /** Hears what is appended live. */
  onAppend(listener: (events: readonly LogEvent[]) => void): void {
    this.listeners.push(listener);
  }

  // ---- what the endpoint asks --------------------------------------------------------------------------------------

  placeSince(since: number): LogPlace {
    return placeSince(this.store, since);
  }

  /** Null when the log no longer holds the place. */
  poll(from: LogPlace, limit: number, keep: Keep): PolledPage | null {
    if (from.segment < this.store.first || from.segment > this.store.end.segment) return null;
    return poll(this.store, from, limit, this.oldest(), keep);
  }

  bounded(query: BoundedQuery): BoundedPage {
    return bounded(this.store, { ...query, since: Math.max(query.since, this.oldest()) });
  }

  private oldest(): number {
    return this.now() - RETENTION_MS;
  }

  private write(row: LogRow): void {
    this.store.append(row);
    this.written++;
    if (this.written % 1000 === 0) this.store.forgetBefore(this.oldest());
    this.lately.push(row);
    if (this.lately.length > 2000) this.lately.splice(0, 1000);
  }
}

function inOrder(events: readonly LogEvent[]): readonly LogEvent[] {
  return [...events].sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : 0));
}
