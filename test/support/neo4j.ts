import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { serverOfRun } from './server-of-run';

const SCRIPT = join(__dirname, '../../scripts/neo4j.sh');
const START_LIMIT_MS = 580_000;
/** A server that lives for one run never earns back what compiling its code well costs: half the time of its start. */
const SHORT_LIVED = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
const run = promisify(execFile);

/** A Neo4j server; `stop` leaves one that was given. */
export interface TestNeo4j {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Why no server can be had here, or null; known before any is started, so that suites can be laid out by it.
 * TEST_NEO4J_URL names a server to use; `none` does without one.
 */
export function neo4jMissing(): string | null {
  const given = process.env['TEST_NEO4J_URL'] ?? '';
  if (given === 'none') return 'TEST_NEO4J_URL is none';
  if (given !== '') return null;
  if (!onPath('java') && process.env['JAVA_HOME'] === undefined) return 'no Java, and TEST_NEO4J_URL is not set';
  if (!onPath('mvn')) return 'no Maven to fetch Neo4j with, and TEST_NEO4J_URL is not set';
  return null;
}

/**
 * The server that the specs of a run share, each with connections of its own; outside a run one that `startNeo4j` starts.
 * @throws Error when it does not start
 */
export async function sharedNeo4j(): Promise<TestNeo4j> {
  const url = await serverOfRun('neo4j');
  return url === null ? startNeo4j() : { url, stop: async () => undefined };
}

/**
 * The server TEST_NEO4J_URL names, or one started from Maven artefacts on a free port.
 * @param jvm options of its virtual machine; none for whoever measures it
 * @throws Error when it does not start
 */
export async function startNeo4j(jvm = SHORT_LIVED): Promise<TestNeo4j> {
  const given = process.env['TEST_NEO4J_URL'] ?? '';
  if (given !== '') return { url: given, stop: async () => undefined };
  const home = await mkdtemp(join(tmpdir(), 'neo4j-home-'));
  const stop = async () => {
    await run(SCRIPT, ['stop', home]).catch(() => rm(home, { recursive: true, force: true }));
  };
  try {
    const { stdout } = await run(SCRIPT, ['start', home], {
      timeout: START_LIMIT_MS,
      env: { ...process.env, NEO4J_JVM: jvm },
    });
    return { url: stdout.trim(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function onPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, name)));
}
