import { DomainError } from '@posture/domain';
import { Migration as Step, MigrationExecutor } from 'typeorm';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Migration } from './migration';

/** The ledger before the library kept it; the first run takes it over. */
const FORMER_LEDGER = 'schema_migration';

/**
 * Brings a schema forward or back inside the transaction of `runner`, all steps or none. Several processes may start
 * at once: the first thing each does is to wait for the others, on a lock that ends with the transaction.
 */
export class MigrationRun {
  readonly #executor: ListExecutor;

  constructor(
    source: DataSource,
    private readonly runner: QueryRunner,
    private readonly migrations: readonly Migration[],
  ) {
    this.#executor = new ListExecutor(source, runner, migrations.map(stepOf));
  }

  /** @throws {DomainError} `schema.newer` when the database holds steps this build does not know */
  async up(): Promise<string[]> {
    const applied = await this.#prepare();
    // The library would look all over again, and every start waits for it.
    if (applied.length === this.migrations.length) return [];
    return (await this.#executor.executePendingMigrations()).map(({ name }) => name);
  }

  /** Undoes the newest `count` steps. @throws {DomainError} `schema.newer` */
  async down(count: number): Promise<string[]> {
    const undone = (await this.#prepare()).slice(0, count);
    for (let step = 0; step < undone.length; step += 1) await this.#executor.undoLastMigration();
    return undone;
  }

  /** @returns names of what is applied, newest first */
  async #prepare(): Promise<string[]> {
    await this.runner.query(`select pg_advisory_xact_lock(hashtext('posture.migrations'))`);
    // By a query, which sees what the others have done; a name is looked up in what this backend remembers.
    const former = (await this.runner.query(
      `select tablename from pg_tables where schemaname = any(current_schemas(false)) and tablename = '${FORMER_LEDGER}'`,
    )) as readonly unknown[];
    if (former.length > 0) await this.#takeOver();
    const applied = (await this.#executor.getExecutedMigrations()).map(({ name }) => name);
    const known = new Set(this.migrations.map(({ name }) => name));
    const unknown = applied.filter((name) => !known.has(name)).sort();
    if (unknown.length === 0) return applied;
    throw new DomainError(
      'schema.newer',
      'conflict',
      `The database was migrated by a newer version: this one does not know ${unknown.join(', ')}.`,
      {
        remedy:
          'Start the newer version, or restore a backup made before the upgrade. Without one, let the newer version ' +
          `undo its steps (posture migrate --undo ${unknown.length}), with what they had added.`,
      },
    );
  }

  /** What is written there is applied, and is written again in the order of the list; what is unknown comes last. */
  async #takeOver(): Promise<void> {
    await this.runner.query(`lock table ${FORMER_LEDGER} in access exclusive mode`);
    const rows = (await this.runner.query(`select name from ${FORMER_LEDGER}`)) as { name: string }[];
    const positions = new Map(this.migrations.map(({ name }, at) => [name, at + 1]));
    const steps = rows.map(({ name }) => new Step(undefined, positions.get(name) ?? this.migrations.length + 1, name));
    steps.sort((a, b) => a.timestamp - b.timestamp);
    await this.#executor.record(steps);
    await this.runner.query(`drop table ${FORMER_LEDGER}`);
  }
}

/** The library's executor over a list in code. Its steps are in order of their "timestamp", which is our position. */
class ListExecutor extends MigrationExecutor {
  constructor(
    source: DataSource,
    private readonly runner: QueryRunner,
    private readonly steps: readonly Step[],
  ) {
    super(source, runner);
  }

  async record(steps: readonly Step[]): Promise<void> {
    await this.createMigrationsTableIfNotExist(this.runner);
    for (const step of steps) await this.insertMigration(step);
  }

  protected override getMigrations(): Step[] {
    return [...this.steps];
  }
}

function stepOf({ name, up, down }: Migration, at: number): Step {
  const run = (statements: readonly string[]) => async (runner: QueryRunner) => {
    for (const statement of statements) await runner.query(statement);
  };
  return new Step(undefined, at + 1, name, { name, up: run(up), down: run(down) });
}
