import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INVENTORY_ENTITIES } from '@posture/inventory';
import { OPERATORS_ENTITIES } from '@posture/operators';
import { Database } from '@posture/platform';
import { EmbeddedPostgres } from '../../libs/platform/src/database/embedded-postgres';
import type { EntityClass } from '../../libs/platform/src/database/data-source';
import { neo4jMissing, sharedNeo4j } from './neo4j';
import { postgresMissing, sharedPostgres } from './postgres';

/** A migrated database of its own, and how to get rid of it. */
export interface TestStore {
  readonly database: Database;
  /** Another client of the same database. */
  connect(): Promise<Database>;
  close(): Promise<void>;
}

const ENTITIES = [...INVENTORY_ENTITIES, ...OPERATORS_ENTITIES];

export type StoreKind = 'embedded' | 'server';

const missing = postgresMissing();
demand('PostgreSQL', missing);
if (missing !== null) process.stderr.write(`PostgreSQL half of the suite does not run: ${missing}\n`);

/** Stores a suite runs on: the embedded one always, a server where one can be started. */
export const STORE_KINDS: readonly StoreKind[] = missing === null ? ['embedded', 'server'] : ['embedded'];

export async function openTestStore(kind: StoreKind, entities: readonly EntityClass[] = ENTITIES): Promise<TestStore> {
  return kind === 'embedded' ? openEmbedded(entities) : openServer(entities);
}

async function openEmbedded(entities: readonly EntityClass[]): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), 'posture-store-'));
  const postgres = await EmbeddedPostgres.start(dir);
  return ready(
    () => Database.connect(postgres, entities),
    async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true });
    },
  );
}

async function openServer(entities: readonly EntityClass[]): Promise<TestStore> {
  const outcome = await sharedPostgres();
  if ('reason' in outcome) throw new Error(outcome.reason);
  const url = await outcome.server.createDatabase();
  return ready(
    () => Database.connect({ url }, entities),
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

/** Where an engine under test keeps its record and its graph; neither URL for the stores that come with it. */
export interface EngineStoresUnderTest {
  readonly databaseUrl?: string;
  readonly neo4jUrl?: string;
  stop(): Promise<void>;
}

/** A database of its own on PostgreSQL, and Neo4j. */
export type TestServers = Required<EngineStoresUnderTest>;

/** Starting both, downloads included. */
export const SERVERS_START_MS = 600_000;

/**
 * Lays a suite out for an engine on PostgreSQL and Neo4j where both can be had; elsewhere one test says which is
 * missing and why.
 * @throws Error when POSTURE_TEST_REQUIRE_SERVERS is 1 and one is missing
 */
export function describeOnServers(title: string, suite: (start: () => Promise<TestServers>) => void): void {
  const lacks = serversMissing();
  if (lacks === null) describe(`${title}, on PostgreSQL and Neo4j`, () => suite(startServers));
  else test(`${title}, on PostgreSQL and Neo4j: not run here, ${lacks}`, () => expect(serversMissing()).toBe(lacks));
}

/** Lays a suite out once for the stores that come with the engine and once for servers. */
export function describeOnStores(title: string, suite: (start: () => Promise<EngineStoresUnderTest>) => void): void {
  describe(`${title}, on embedded stores`, () => suite(async () => ({ stop: async () => undefined })));
  describeOnServers(title, suite);
}

/** Where an engine keeps its record: in its data directory, or in a database of its own on a server started here. */
export async function startStores(kind: StoreKind): Promise<EngineStoresUnderTest> {
  if (kind === 'embedded') return { stop: () => Promise.resolve() };
  const outcome = await sharedPostgres();
  if ('reason' in outcome) throw new Error(outcome.reason);
  const { server } = outcome;
  return { databaseUrl: await server.createDatabase(), stop: () => server.stop() };
}

async function startServers(): Promise<TestServers> {
  const outcome = await sharedPostgres();
  if ('reason' in outcome) throw new Error(outcome.reason);
  const { server } = outcome;
  try {
    const neo4j = await sharedNeo4j();
    return {
      databaseUrl: await server.createDatabase(),
      neo4jUrl: neo4j.url,
      async stop() {
        await neo4j.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function serversMissing(): string | null {
  const graph = neo4jMissing();
  demand('Neo4j', graph);
  return missing ?? graph;
}

function demand(server: string, reason: string | null): void {
  if (reason === null || process.env['POSTURE_TEST_REQUIRE_SERVERS'] !== '1') return;
  throw new Error(`POSTURE_TEST_REQUIRE_SERVERS is 1, but ${server} cannot be had: ${reason}`);
}
