import type { Clock, Database, Queryable } from '@posture/platform';
import { storableText } from '@posture/platform';
import type { Attempt, ClaimedDelivery, Outcome } from './delivery';

/** How one attempt went, and who waits until that is kept. */
interface Settlement {
  readonly delivery: ClaimedDelivery;
  readonly holder: string;
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  readonly kept: (isKept: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/** Keeps how attempts went: those that end while others are written share the next transaction. */
export class Settlements {
  #waiting: Settlement[] = [];
  #isWriting = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns false when another process has taken the delivery over: what it says counts */
  keep(delivery: ClaimedDelivery, holder: string, attempt: Attempt, outcome: Outcome): Promise<boolean> {
    return new Promise((kept, failed) => {
      this.#waiting.push({ delivery, holder, attempt, outcome, kept, failed });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const together = this.#waiting;
      this.#waiting = [];
      try {
        const kept = await this.database.transaction((tx) => this.#settle(together, tx));
        for (const each of together) each.kept(kept.has(each.delivery.id));
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
    const settled = together.map(({ delivery: { id }, holder, attempt, outcome }) => ({
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
    const attempts = together
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
    for (const { delivery, attempt, outcome } of together) {
      const before = failingSince.get(delivery.channelId) ?? null;
      failingSince.set(delivery.channelId, outcome.state === 'succeeded' ? null : (before ?? attempt.at));
    }
    const channels = [...failingSince].map(([id, since]) => ({ id, since }));
    await tx.query(
      `update alert_channel c set failing_since = s.since, version = version + 1
       from jsonb_to_recordset($1::jsonb) as s(id uuid, since timestamptz)
       where c.id = s.id and (c.failing_since is null) <> (s.since is null)`,
      [JSON.stringify(channels)],
    );
  }
}
