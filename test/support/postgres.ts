import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { serverOfRun } from './server-of-run';

const run = promisify(execFile);

/** A PostgreSQL server. */
export interface TestPostgres {
  /** Of its superuser's own database. */
  readonly url: string;
  /** URL of an empty database of its own, made anew at every call. */
  createDatabase(): Promise<string>;
  /** Ends a server that was started here; of one that was given, removes the databases made here. */
  stop(): Promise<void>;
}

export type PostgresOutcome = { readonly server: TestPostgres } | { readonly reason: string };

/** The server that the specs of a run share; outside a run one that `startPostgres` starts. */
export async function sharedPostgres(): Promise<PostgresOutcome> {
  try {
    const url = await serverOfRun('postgres');
    return url === null ? await startPostgres() : { server: await givenServer(url) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * A throw-away server on a free port, or the one TEST_DATABASE_URL names; else the reason why there is none. Without
 * fsync: it never outlives the test. PostgreSQL refuses to run as root, so root runs it as the user `postgres`.
 */
export async function startPostgres(): Promise<PostgresOutcome> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { server: await givenServer(given) };
  const missing = postgresMissing();
  if (missing !== null) return { reason: missing };
  const dir = mkdtempSync(join(tmpdir(), 'posture-pg-'));
  const owner = process.getuid?.() === 0 ? postgresUser() : null;
  if (owner !== null) chownSync(dir, owner.uid, owner.gid);
  try {
    return { server: await startServer(findBinaries()!, dir, owner) };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    return { reason: `PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Why no server can be had here, or null; known before any is started, so that suites can be laid out by it. */
export function postgresMissing(): string | null {
  if ((process.env['TEST_DATABASE_URL'] ?? '') !== '') return null;
  if (findBinaries() === null) {
    return 'no initdb and postgres in /usr/lib/postgresql/*/bin or on PATH, and TEST_DATABASE_URL is not set';
  }
  if (process.getuid?.() === 0 && postgresUser() === null) {
    return 'running as root, and there is no user "postgres" to run the server as';
  }
  return null;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

async function startServer(bin: string, dir: string, owner: Owner | null): Promise<TestPostgres> {
  const as = { ...(owner ?? {}), cwd: dir };
  const data = join(dir, 'data');
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    as,
  );
  const port = await freePort();
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'listen_addresses=127.0.0.1',
  ];
  // The shell ends the server when its standard input closes, so that none outlives a killed test run.
  const server = spawn(
    '/bin/sh',
    [
      '-c',
      '"$@" & pid=$!; cat > /dev/null; kill -INT $pid 2> /dev/null; wait $pid',
      'sh',
      join(bin, 'postgres'),
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      dir,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { ...as, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2_000);
  });
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  try {
    await untilReady(url('postgres'), server);
  } catch (error) {
    server.stdin.end();
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${log.trim()}`, { cause: error });
  }
  let count = 0;
  return {
    url: url('postgres'),
    async createDatabase() {
      count += 1;
      await query(url('postgres'), `create database t${count}`);
      return url(`t${count}`);
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        const exited = new Promise((resolve) => server.once('exit', resolve));
        server.stdin.end();
        await exited;
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function givenServer(given: string): Promise<TestPostgres> {
  const made: string[] = [];
  await query(given, 'select 1');
  return {
    url: given,
    async createDatabase() {
      const name = `posture_test_${randomUUID().replaceAll('-', '')}`;
      await query(given, `create database ${name}`);
      made.push(name);
      const url = new URL(given);
      url.pathname = `/${name}`;
      return url.toString();
    },
    async stop() {
      for (const name of made) await query(given, `drop database if exists ${name} with (force)`);
    },
  };
}

function findBinaries(): string | null {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    ...versions.map((version) => join(base, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== ''),
  ];
  return candidates.find((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'postgres'))) ?? null;
}

function postgresUser(): Owner | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}.`);
    try {
      await query(url, 'select 1');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('the server did not answer within 10 s.');
}

/** Ends every other connection to the database it is asked of. */
export const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

/** One statement by a client of its own. */
export async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
