import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, EmbeddedPostgres } from '@posture/platform';
import { postgresMissing, startPostgres } from './postgres';

/** A migrated database of its own, and how to get rid of it. */
export interface TestStore {
  readonly database: Database;
  /** Another client of the same database. */
  connect(): Promise<Database>;
  close(): Promise<void>;
}

export type StoreKind = 'embedded' | 'server';

const missing = postgresMissing();
if (missing !== null) process.stderr.write(`PostgreSQL half of the suite does not run: ${missing}\n`);

/** Stores a suite runs on: the embedded one always, a server where one can be started. */
export const STORE_KINDS: readonly StoreKind[] = missing === null ? ['embedded', 'server'] : ['embedded'];

export async function openTestStore(kind: StoreKind): Promise<TestStore> {
  return kind === 'embedded' ? openEmbedded() : openServer();
}

async function openEmbedded(): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), 'posture-store-'));
  const postgres = await EmbeddedPostgres.start(dir);
  return ready(
    () => Database.connect(postgres),
    async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true });
    },
  );
}

async function openServer(): Promise<TestStore> {
  const outcome = await startPostgres();
  if ('reason' in outcome) throw new Error(outcome.reason);
  const url = await outcome.server.createDatabase();
  return ready(
    () => Database.connect({ url }),
    () => outcome.server.stop(),
  );
}

async function ready(connect: () => Promise<Database>, stop: () => Promise<void>): Promise<TestStore> {
  const clients: Database[] = [];
  const open = async () => {
    const client = await connect();
    clients.push(client);
    return client;
  };
  const database = await open();
  await database.migrate();
  return {
    database,
    connect: open,
    async close() {
      for (const client of clients) await client.close();
      await stop();
    },
  };
}
