import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Database, Queryable } from '@posture/platform';
import { storableText } from '@posture/platform';
import type { Verdict } from '../kind/channel-kind';
import type { Attempt, ClaimedDelivery, Outcome } from './delivery';

/** What became of one delivery by an attempt. */
export interface Settled {
  readonly delivery: ClaimedDelivery;
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}

/** How a channel goes after an attempt. */
export interface Counted {
  /** Attempts in a row that were refused. */
  readonly refusals: number;
  readonly failingSince: Date | null;
}

/** How one attempt at a channel went, and who waits until that is kept. */
interface Settlement {
  readonly holder: string;
  readonly channelId: string;
  readonly went: readonly Settled[];
  readonly isTaken: boolean;
  readonly isRefused: boolean;
  readonly kept: (counted: Counted | null) => void;
  readonly failed: (error: unknown) => void;
}

/** Where so many end while others are written, */
const MANY = 4;
/** more will end within this time: what ends together is written together. */
const GATHER_MS = 15;
/** What says more than that something was refused. */
const WORSE: ReadonlySet<Verdict> = new Set(['gone', 'misconfigured']);
const WORKS: Counted = { refusals: 0, failingSince: null };

/** Keeps how attempts went: those that end while others are written share the next transaction. */
export class Settlements {
  #waiting: Settlement[] = [];
  #isWriting = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param went what went together, in one attempt at the channel
   * @param verdicts of each of it
   * @returns null when another process has taken all of it over: what it says counts
   */
  keep(
    holder: string,
    channelId: string,
    went: readonly Settled[],
    verdicts: readonly Verdict[],
  ): Promise<Counted | null> {
    const isTaken = verdicts.includes('taken');
    const isRefused = !isTaken && verdicts.includes('refused') && !verdicts.some((each) => WORSE.has(each));
    return new Promise((kept, failed) => {
      this.#waiting.push({ holder, channelId, went, isTaken, isRefused, kept, failed });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    for (let before = 0; this.#waiting.length > 0;) {
      if (before >= MANY) await delay(GATHER_MS);
      const together = this.#waiting.splice(0);
      before = together.length;
      try {
        const kept = await this.database.transaction((tx) => this.#settle(together, tx));
        const ours = together.filter(({ went }) => went.some(({ delivery }) => kept.has(delivery.id)));
        const counted = await this.#count(ours);
        for (const each of together) each.kept(ours.includes(each) ? (counted.get(each.channelId) ?? WORKS) : null);
      } catch (error) {
        for (const each of together) each.failed(error);
      }
    }
    this.#isWriting = false;
  }

  /** Channels before deliveries, as whoever switches a channel off does. @returns ids of the deliveries it could keep */
  async #settle(together: readonly Settlement[], tx: Queryable): Promise<Set<string>> {
    await this.#tellChannels(together, tx);
    const now = this.clock.now();
    const all = together.flatMap(({ holder, went }) => went.map((each) => ({ holder, ...each })));
    const settled = all.map(({ delivery: { id }, holder, attempt, outcome }) => ({
      ...{ id, holder, state: outcome.state, attempts: attempt.number },
      due_at: outcome.state === 'pending' ? outcome.dueAt : null,
      ended_at: outcome.state === 'pending' ? null : now,
    }));
    const rows = await tx.query<{ id: string }>(
      `update alert_delivery d set state = s.state, attempts = s.attempts, due_at = coalesce(s.due_at, d.due_at),
         ended_at = s.ended_at, lease_until = null, holder = null
       from jsonb_to_recordset($1::jsonb)
         as s(id uuid, holder text, state text, attempts int, due_at timestamptz, ended_at timestamptz)
       where d.id = s.id and d.holder = s.holder and d.state = 'pending' returning d.id`,
      [JSON.stringify(settled)],
    );
    const kept = new Set(rows.map(({ id }) => id));
    const attempts = all
      .filter(({ delivery }) => kept.has(delivery.id))
      .map(({ delivery, attempt: { answer, ...attempt } }) => ({
        ...attempt,
        ...{ delivery_id: delivery.id, answer: storableText(answer) },
      }));
    await tx.query(
      `insert into alert_attempt (delivery_id, number, at, ms, status, error, answer, address)
       select delivery_id, number, at, ms, status, error, answer, address from jsonb_to_recordset($1::jsonb)
         as a(delivery_id uuid, number int, at timestamptz, ms int, status int, error text, answer text, address text)
       on conflict (delivery_id, number) do nothing`,
      [JSON.stringify(attempts)],
    );
    return kept;
  }

  /** Since when each fails: of several attempts at one the last says whether it does. */
  async #tellChannels(together: readonly Settlement[], tx: Queryable): Promise<void> {
    const failingSince = new Map<string, Date | null>();
    for (const { channelId, went } of together)
      for (const { attempt, outcome } of went) {
        const before = failingSince.get(channelId) ?? null;
        failingSince.set(channelId, outcome.state === 'succeeded' ? null : (before ?? attempt.at));
      }
    const channels = [...failingSince].map(([id, since]) => ({ id, since }));
    await tx.query(
      `update alert_channel c set failing_since = s.since, version = version + 1
       from jsonb_to_recordset($1::jsonb) as s(id uuid, since timestamptz)
       where c.id = s.id and (c.failing_since is null) <> (s.since is null)`,
      [JSON.stringify(channels)],
    );
  }

  /** Failures and refusals in a row. What works and has worked is not written again: that would be a row for each alert. */
  async #count(ours: readonly Settlement[]): Promise<Map<string, Counted>> {
    const rows = await this.database.query<Counted & { readonly id: string }>(
      `update alert_channel c set
         failures = case when s.resets then 0 else c.failures end + s.failures,
         refusals = case when s.ends then 0 else c.refusals end + s.refusals
       from jsonb_to_recordset($1::jsonb) as s(id uuid, resets boolean, failures int, ends boolean, refusals int)
       where c.id = s.id and (c.failures > 0 or c.refusals > 0 or s.failures > 0 or s.refusals > 0)
       returning c.id, c.refusals, c.failing_since as "failingSince"`,
      [JSON.stringify(rowsInRow(ours))],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** Of each channel: whether what was in a row before still counts, and how many more there are. */
function rowsInRow(settlements: readonly Settlement[]) {
  const rows = new Map<string, { resets: boolean; failures: number; ends: boolean; refusals: number }>();
  for (const { channelId, isTaken, isRefused } of settlements) {
    const before = rows.get(channelId) ?? { resets: false, failures: 0, ends: false, refusals: 0 };
    rows.set(channelId, {
      resets: before.resets || isTaken,
      failures: isTaken ? 0 : before.failures + 1,
      ends: before.ends || !isRefused,
      refusals: isRefused ? before.refusals + 1 : 0,
    });
  }
  return [...rows].map(([id, row]) => ({ id, ...row }));
}
