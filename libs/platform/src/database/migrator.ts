import { DomainError } from '@posture/domain';
import type { Migration } from './migration';
import type { Queryable, Transactional } from './queryable';

const LEDGER = `create table if not exists schema_migration (
  name text primary key,
  applied_at timestamptz not null default now()
)`;

/** Applies migrations one transaction each; several processes may start at once, the table lock lines them up. */
export class Migrator {
  constructor(
    private readonly database: Transactional,
    private readonly migrations: readonly Migration[],
  ) {}

  /** @throws {DomainError} `schema.newer` when the database holds steps this build does not know */
  async up(): Promise<string[]> {
    await this.createLedger();
    const applied: string[] = [];
    for (const migration of this.migrations) {
      if (await this.database.transaction((tx) => this.apply(migration, tx))) applied.push(migration.name);
    }
    return applied;
  }

  async down(count: number): Promise<string[]> {
    const undone: string[] = [];
    for (const migration of [...this.migrations].reverse()) {
      if (undone.length === count) break;
      if (await this.database.transaction((tx) => this.undo(migration, tx))) undone.push(migration.name);
    }
    return undone;
  }

  private async createLedger(): Promise<void> {
    // "if not exists" is no protection against a race of two creators; the loser of the race finds it there.
    await this.database.query(LEDGER).catch(async (error: unknown) => {
      const rows = await this.database.query(`select 1 from pg_tables where tablename = 'schema_migration'`);
      if (rows.length === 0) throw error;
    });
    const known = new Set(this.migrations.map((migration) => migration.name));
    const rows = await this.database.query<{ name: string }>('select name from schema_migration order by name');
    const unknown = rows.filter((row) => !known.has(row.name));
    if (unknown.length > 0) {
      throw new DomainError(
        'schema.newer',
        'conflict',
        `The database was migrated by a newer version: this one does not know ${unknown.map((row) => row.name).join(', ')}.`,
        { remedy: 'Start the newer version, or restore a backup made before the upgrade.' },
      );
    }
  }

  private async apply(migration: Migration, tx: Queryable): Promise<boolean> {
    await tx.query('lock table schema_migration in exclusive mode');
    const done = await tx.query('select 1 from schema_migration where name = $1', [migration.name]);
    if (done.length > 0) return false;
    for (const statement of migration.up) await tx.query(statement);
    await tx.query('insert into schema_migration (name) values ($1)', [migration.name]);
    return true;
  }

  private async undo(migration: Migration, tx: Queryable): Promise<boolean> {
    await tx.query('lock table schema_migration in exclusive mode');
    const done = await tx.query('select 1 from schema_migration where name = $1', [migration.name]);
    if (done.length === 0) return false;
    for (const statement of migration.down) await tx.query(statement);
    await tx.query('delete from schema_migration where name = $1', [migration.name]);
    return true;
  }
}
