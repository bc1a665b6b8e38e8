import type PgBoss from 'pg-boss';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import type { Logger } from '../logging/logger';
import { Outage } from '../logging/outage';
import { Polling } from './polling';

const QUEUE = 'runs';
const SCHEMA = 'pgboss';
/** A process that is asked for a run begins within a second. */
const POLL_MS = 500;

/** Who is woken. */
export interface Sleeper {
  readonly hasRoom: boolean;
  sweep(): Promise<void>;
}

/**
 * Tells other processes at once that there is work, through pg-boss on our own database. A wake is a hint and nothing
 * else: runs are found without it, only later, so one that is lost or comes twice does no harm, and neither does a
 * pg-boss that fails.
 *
 * pg-boss's own loop is not used: it leaves a statement unawaited, which ends the process when the database is away.
 * Neither are its timers: a wake is deleted when it comes, so there is nothing to expire or to archive.
 */
export class Wakeups {
  #boss: Promise<PgBoss> | null = null;
  #polling: Polling | null = null;
  readonly #outage: Outage;

  constructor(
    private readonly database: Database,
    logger: Logger,
  ) {
    this.#outage = new Outage(logger, 'wakeups.failed');
  }

  /**
   * Loads pg-boss and makes its tables where they are missing; never throws.
   * @param sleeper woken from now on; without it this process only wakes others
   */
  async start(sleeper?: Sleeper): Promise<void> {
    await this.#survive(async () => void (await this.#opened()));
    if (sleeper === undefined) return;
    this.#polling = new Polling(POLL_MS, () => this.#poll(sleeper));
    this.#polling.start();
  }

  /** Wakes whoever can work on the run; never throws. */
  async wake(runId: string): Promise<void> {
    await this.#survive(async () => {
      await (await this.#opened()).send(QUEUE, { runId }, { singletonKey: runId });
    });
  }

  async stop(): Promise<void> {
    await this.#polling?.stop();
  }

  /** Opened by whoever needs it next, where the database was away when it was needed first. */
  #opened(): Promise<PgBoss> {
    this.#boss ??= this.#open().catch((error: unknown) => {
      this.#boss = null;
      throw error;
    });
    return this.#boss;
  }

  async #open(): Promise<PgBoss> {
    const { default: Boss } = await import('pg-boss');
    const { default: version } = await import('pg-boss/version.json');
    await makeTables(this.database, Boss.getConstructionPlans(SCHEMA), version.schema);
    const executeSql = async (sql: string, values: unknown[] = []) => {
      try {
        const rows = await this.database.query(sql, values);
        this.#outage.end();
        return { rows };
      } catch (error) {
        // pg-boss keeps some errors to itself.
        this.#outage.tell(error);
        throw error;
      }
    };
    const boss = new Boss({ db: { executeSql }, schema: SCHEMA, migrate: false, supervise: false, schedule: false });
    await this.database.execute(
      `delete from ${SCHEMA}.job where name = $1 and state >= 'active' and started_on < now() - interval '1 minute'`,
      [QUEUE],
    );
    return boss;
  }

  /** Wakes are left to other workers while this one has no room. */
  async #poll(sleeper: Sleeper): Promise<void> {
    if (!sleeper.hasRoom) return;
    await this.#survive(async () => {
      const boss = await this.#opened();
      const wakes = await boss.fetch(QUEUE, { batchSize: 100 });
      if (wakes.length === 0) return;
      await boss.deleteJob(
        QUEUE,
        wakes.map(({ id }) => id),
      );
      await sleeper.sweep();
    });
  }

  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#outage.tell(error);
    }
  }
}

/** Tables of another version of pg-boss hold nothing worth keeping. */
async function makeTables(database: Database, plans: string, version: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('${SCHEMA}'))`);
    if ((await versionOf(tx)) === version) return;
    await tx.query(`drop schema if exists ${SCHEMA} cascade`);
    // With its own BEGIN a failure would leave the connection inside a broken transaction.
    await tx.query(plans.replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, ''));
    await tx.query(`select ${SCHEMA}.create_queue($1, $2)`, [QUEUE, JSON.stringify({ policy: 'short' })]);
  });
}

async function versionOf(tx: Queryable): Promise<number | null> {
  const [found] = await tx.query<{ name: string | null }>(`select to_regclass('${SCHEMA}.version')::text as name`);
  if (found?.name === null) return null;
  const [row] = await tx.query<{ version: number }>(`select version from ${SCHEMA}.version`);
  return row?.version ?? null;
}
