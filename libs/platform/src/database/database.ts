import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, QueryRunner, Repository } from 'typeorm';
import { openDataSource } from './data-source';
import type { DatabaseTarget, EntityClass } from './data-source';
import { duringWork, isRetryable } from './database-errors';
import type { Migration } from './migration';
import { MigrationRun } from './migration-run';
import { MIGRATIONS } from './migrations';
import type { Queryable } from './queryable';

export interface TransactionOptions {
  /** How often the work is run again when PostgreSQL reports a serialization failure or deadlock; default 5. */
  readonly retries?: number;
  readonly isolation?: IsolationLevel;
}

type IsolationLevel = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

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

  /**
   * @param entities classes whose rows `repository` hands out
   * @throws {DomainError} `database.unreachable`, `database.refused`
   */
  static async connect(target: DatabaseTarget, entities: readonly EntityClass[] = []): Promise<Database> {
    return new Database(await openDataSource(target, entities), 'socketDir' in target);
  }

  async query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return this.withRunner((runner) => new Transaction(runner).query<T>(sql, params));
  }

  async execute(sql: string, params: readonly unknown[] = []): Promise<number> {
    return this.withRunner((runner) => new Transaction(runner).execute(sql, params));
  }

  repository<Row extends object>(entity: EntityClass<Row>): Repository<Row> {
    return this.source.getRepository(entity);
  }

  /**
   * Runs `work` in one transaction. It may run more than once, so it must have no effect outside the database.
   * @throws what `work` throws, after the rollback; {DomainError} `database.unreachable`
   */
  async transaction<T>(work: (tx: Queryable) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const retries = options.retries ?? 5;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.withRunner((runner) =>
          this.once(runner, () => work(new Transaction(runner)), options.isolation),
        );
      } catch (error) {
        if (attempt >= retries || !isRetryable(error)) throw error;
        await delay(10 * 2 ** attempt * (1 + Math.random()));
      }
    }
  }

  /** Brings the schema up to date. @returns names of the migrations applied now @throws {DomainError} `schema.newer` */
  async migrate(migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
    return this.inMigrationRun(migrations, (run) => run.up());
  }

  /** Names of migrations this build has and the schema has not, as it is now; waits for nobody who migrates. */
  async missingMigrations(migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
    const applied = await this.query<{ name: string }>('select name from migrations');
    const names = new Set(applied.map(({ name }) => name));
    return migrations.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  }

  /** Undoes migrations, newest first, until `count` are undone. @returns their names */
  async revert(count: number, migrations: readonly Migration[] = MIGRATIONS): Promise<string[]> {
    return this.inMigrationRun(migrations, (run) => run.down(count));
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

  private inMigrationRun<T>(migrations: readonly Migration[], work: (run: MigrationRun) => Promise<T>): Promise<T> {
    return this.withRunner((runner) =>
      this.once(runner, () => work(new MigrationRun(this.source, runner, migrations))),
    );
  }

  private async once<T>(runner: QueryRunner, work: () => Promise<T>, isolation?: IsolationLevel): Promise<T> {
    await runner.startTransaction(isolation);
    try {
      const result = await work();
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
      throw duringWork(error);
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

  repository<Row extends object>(entity: EntityClass<Row>): Repository<Row> {
    return this.runner.manager.getRepository(entity);
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
