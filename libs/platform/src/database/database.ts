import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { QueryRunner } from 'typeorm';
import { MIGRATIONS } from './migrations';
import type { Migration } from './migration';
import { databaseError, isRetryable } from './database-errors';
import type { Queryable } from './queryable';
import { Migrator } from './migrator';

/** Where PostgreSQL is: a server by URL, or the unix socket of an embedded one. */
export type DatabaseTarget =
  { readonly url: string; readonly poolSize?: number } | { readonly socketDir: string; readonly port: number };

export interface TransactionOptions {
  /** How often the work is run again when PostgreSQL reports a serialization failure or deadlock; default 5. */
  readonly retries?: number;
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
}

const DEFAULT_POOL = 10;

/** An embedded store has one backend: a second connection gains nothing and protocol messages of two would mix. */
const EMBEDDED_POOL = 1;

/**
 * PostgreSQL, embedded or on a server, used the same way. No statement may rely on a session: no session locks,
 * temporary tables, `set` or `listen`. Transactions are short and never wait for anything but the database.
 */
export class Database implements Queryable {
  private constructor(
    private readonly source: DataSource,
    /** True when this process hosts the database: nobody else analyses or vacuums it. */
    readonly embedded: boolean,
  ) {}

  /** @throws {DomainError} `database.unreachable`, `database.refused` */
  static async connect(target: DatabaseTarget): Promise<Database> {
    const embedded = 'socketDir' in target;
    const source = new DataSource({
      type: 'postgres',
      installExtensions: false,
      applicationName: 'posture',
      ...(embedded
        ? { host: target.socketDir, port: target.port, username: 'postgres', database: 'postgres' }
        : { url: target.url }),
      connectTimeoutMS: 15_000,
      extra: {
        max: embedded ? EMBEDDED_POOL : (target.poolSize ?? DEFAULT_POOL),
        connectionTimeoutMillis: embedded ? 0 : 15_000,
      },
      poolErrorHandler: () => undefined,
    });
    try {
      await source.initialize();
    } catch (error) {
      throw databaseError(error);
    }
    return new Database(source, embedded);
  }

  async query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return this.withRunner((runner) => new Transaction(runner).query<T>(sql, params));
  }

  async execute(sql: string, params: readonly unknown[] = []): Promise<number> {
    return this.withRunner((runner) => new Transaction(runner).execute(sql, params));
  }

  /**
   * Runs `work` in one transaction. It may run more than once, so it must have no effect outside the database.
   * @throws what `work` throws, after the rollback; {DomainError} `database.unreachable`
   */
  async transaction<T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const retries = options.retries ?? 5;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.withRunner((runner) => this.once(runner, work, options));
      } catch (error) {
        if (attempt >= retries || !isRetryable(error)) throw error;
        await delay(10 * 2 ** attempt * (1 + Math.random()));
      }
    }
  }

  /** Brings the schema up to date. @returns names of the migrations applied now */
  async migrate(migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
    return new Migrator(this, migrations).up();
  }

  /** Undoes migrations, newest first, until `count` are undone. @returns their names */
  async revert(count: number, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
    return new Migrator(this, migrations).down(count);
  }

  /**
   * Refreshes the planner's statistics after a load. An embedded store has nobody else who would; on a server it
   * spares the first queries after a load the wait for autovacuum.
   * @param tables names from our own schema, never user input
   */
  async analyze(tables: readonly string[]): Promise<void> {
    for (const table of tables) await this.query(`analyze ${quoteName(table)}`);
  }

  /**
   * Takes back the room of rows that were replaced. A server has autovacuum for it.
   * @param tables names from our own schema, never user input
   */
  async reclaim(tables: readonly string[]): Promise<void> {
    if (!this.embedded) return;
    for (const table of tables) await this.query(`vacuum ${quoteName(table)}`);
  }

  /** How the server calls itself. @throws {DomainError} `database.unreachable` when it does not answer */
  async version(): Promise<string> {
    const [row] = await this.query<{ version: string }>('select version()');
    return row?.version ?? 'unknown version';
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async once<T>(
    runner: QueryRunner,
    work: (tx: Queryable) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    await runner.startTransaction(options.isolation);
    try {
      const result = await work(new Transaction(runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(runner);
    } catch (error) {
      throw databaseError(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}

class Transaction implements Queryable {
  constructor(private readonly runner: QueryRunner) {}

  async query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const result = await this.runner.query(sql, [...params], true);
    return (result.records ?? []) as T[];
  }

  async execute(sql: string, params: readonly unknown[] = []): Promise<number> {
    const result = await this.runner.query(sql, [...params], true);
    return result.affected ?? 0;
  }
}

/** A name as SQL; for names our own code makes, which parameters cannot carry. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
