import type { Database } from '../database/database';
import type { Logger } from '../logging/logger';
import { Outage } from '../logging/outage';
import { Polling } from './polling';

/** As soon as that the other processes hear of it. */
const POLL_MS = 500;

interface Listener {
  /** How often the topic was nudged as far as this process knows; null: it could not ask yet. */
  known: number | null;
  readonly tell: () => void;
}

/**
 * Tells the other processes of one database that there is something to see, by a number that grows: each of them that hears
 * a topic asks for it twice a second, over our own `Database`, because a session of its own does not go through a pooler. A
 * nudge is a hint and nothing else: who hears none looks by itself, only later. An embedded store is one process's, which
 * need tell nobody.
 */
export class FarNudges {
  readonly #heard = new Map<string, Listener>();
  readonly #polling = new Polling(POLL_MS, () => this.#poll());
  readonly #outage: Outage;

  constructor(
    private readonly database: Database,
    logger: Logger,
  ) {
    this.#outage = new Outage(logger, 'nudges.failed');
  }

  /** Tells all but this process; never throws. */
  async send(topic: string): Promise<void> {
    if (this.database.embedded) return;
    await this.#outage.survive(async () => {
      const [row] = await this.database.query<{ number: number }>(
        `insert into nudge as n (topic, number) values ($1, 1)
         on conflict (topic) do update set number = n.number + 1 returning number::float8 as number`,
        [topic],
      );
      const listener = this.#heard.get(topic);
      if (listener !== undefined) listener.known = row!.number;
    });
  }

  /**
   * Hears what others send from now on; never throws. One at a time hears a topic here.
   * @param tell called once for however many nudges of half a second
   * @returns how to end it
   */
  async hear(topic: string, tell: () => void): Promise<() => Promise<void>> {
    if (this.database.embedded) return () => Promise.resolve();
    const listener: Listener = { known: null, tell };
    this.#heard.set(topic, listener);
    await this.#poll();
    this.#polling.start();
    return async () => {
      if (this.#heard.get(topic) === listener) this.#heard.delete(topic);
      if (this.#heard.size === 0) await this.#polling.stop();
    };
  }

  /** Of something that is gone: nobody sends or hears it any more. */
  async forget(topic: string): Promise<void> {
    await this.database.query('delete from nudge where topic = $1', [topic]);
  }

  async #poll(): Promise<void> {
    await this.#outage.survive(async () => {
      const asked = new Map(this.#heard);
      const rows = await this.database.query<{ topic: string; number: number }>(
        'select topic, number::float8 as number from nudge where topic = any($1)',
        [[...asked.keys()]],
      );
      const numbers = new Map(rows.map(({ topic, number }) => [topic, number]));
      for (const [topic, listener] of asked) {
        const number = numbers.get(topic) ?? 0;
        const isNews = listener.known !== null && number > listener.known;
        listener.known = Math.max(number, listener.known ?? 0);
        if (isNews) listener.tell();
      }
    });
  }
}
