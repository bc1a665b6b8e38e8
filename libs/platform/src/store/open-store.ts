import type { Clock } from '../clock';
import type { AppConfig } from '../config/app-config';
import { Database } from '../database/database';
import type { EntityClass } from '../database/data-source';
import { EmbeddedPostgres } from '../database/embedded-postgres';
import { SecretBox } from '../secrets/secret-box';
import { DirectoryLock } from './directory-lock';

/** The record and the key to its secrets, ready to use. */
export interface Store {
  readonly database: Database;
  readonly secrets: SecretBox;
  /** Names of migrations applied now. */
  readonly migrated: readonly string[];
  /** Closes everything, the data directory's lock last. */
  close(): Promise<void>;
}

/**
 * Opens the store a configuration describes: a PostgreSQL server, or the embedded one in the data directory, which is
 * then locked for this process. Migrates it.
 * @param entities what the rooms keep with repositories
 * @throws {DomainError} `data_dir.locked`, `data_dir.exposed`, `data_dir.unusable`, `database.unreachable`, `database.refused`,
 *   `database.embedded_failed`, `schema.newer`, `secret.…`
 */
export async function openStore(
  config: AppConfig,
  clock: Clock,
  entities: readonly EntityClass[] = [],
): Promise<Store> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    while (closers.length > 0) await closers.pop()!();
  };
  try {
    if (config.databaseUrl === null) {
      const lock = DirectoryLock.acquire(config.dataDir, clock);
      closers.push(() => lock.release());
    }
    const secrets = SecretBox.open(config.masterKeyFile);
    const database = await openDatabase(config, entities, closers);
    closers.push(() => database.close());
    const migrated = await database.migrate();
    return { database, secrets, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDatabase(
  config: AppConfig,
  entities: readonly EntityClass[],
  closers: (() => Promise<void> | void)[],
): Promise<Database> {
  if (config.databaseUrl !== null) {
    return Database.connect({ url: config.databaseUrl.reveal(), poolSize: config.databasePool }, entities);
  }
  const postgres = await EmbeddedPostgres.start(config.dataDir);
  closers.push(() => postgres.stop());
  return Database.connect(postgres, entities);
}
