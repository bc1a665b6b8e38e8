import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Response, Test } from 'supertest';
import { apiDescription } from '../../apps/server/src/create-server';
import { TestApi } from './api';
import type { Method } from './api';
import { ServedProcess } from './served-process';
import type { TestServers } from './stores';

/** Socket errors of a process that is gone, or that went while it was asked. */
const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Two processes that serve the API and two that work, of the build, on one PostgreSQL and one Neo4j. */
export class Cluster {
  readonly apis: readonly ServedProcess[];
  readonly workers: readonly ServedProcess[];
  private readonly dir = mkdtempSync(join(tmpdir(), 'posture-cluster-'));
  #api: ClusterApi | null = null;

  private constructor({ databaseUrl, neo4jUrl }: Pick<TestServers, 'databaseUrl' | 'neo4jUrl'>) {
    const env = {
      ...{ HOME: this.dir, POSTURE_DATA_DIR: this.dir, POSTURE_LOG_LEVEL: 'warn', POSTURE_RATE_LIMIT: '0' },
      ...{ POSTURE_DATABASE_URL: databaseUrl, POSTURE_NEO4J_URL: neo4jUrl, POSTURE_NEO4J_PASSWORD: 'none' },
      ...{ POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_ACTIVITY_DAYS: '0' },
    };
    const two = (role: string) => [1, 2].map((n) => new ServedProcess(`${role} ${n}`, { ...env, POSTURE_ROLE: role }));
    this.apis = two('api');
    this.workers = two('worker');
  }

  /** All four at once, on an empty database. */
  static async start(stores: Pick<TestServers, 'databaseUrl' | 'neo4jUrl'>): Promise<Cluster> {
    const cluster = new Cluster(stores);
    try {
      await Promise.all(cluster.processes.map((each) => each.start()));
      const keys = cluster.apis.flatMap(({ key }) => key ?? []);
      if (keys.length !== 1) throw new Error(`${keys.length} processes printed an owner key`);
      cluster.#api = new ClusterApi(cluster.apis, await apiDescription(), keys[0]!);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get processes(): readonly ServedProcess[] {
    return [...this.apis, ...this.workers];
  }

  get api(): ClusterApi {
    return this.#api!;
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.kill('SIGTERM')));
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/**
 * A client as one behind a plain load balancer: it asks the processes in turn, and the next when one is gone. What is to be
 * done once it sends again under the same key.
 */
export class ClusterApi extends TestApi {
  /** Answers of 503 it has waited out. */
  readonly waited: Response[] = [];
  /** Changes without a key that are on their way: what became of one that is cut only a look can tell. */
  changing = 0;
  /** Called once nothing is changing. */
  onSettled: (() => void)[] = [];

  constructor(apis: readonly ServedProcess[], document: OpenAPIObject, key: string) {
    let turn = 0;
    super({ getHttpServer: () => apis[(turn += 1) % apis.length]!.origin }, document, key, true);
  }

  /** Of one process, whoever's turn it is. */
  at(one: ServedProcess): TestApi {
    return new TestApi({ getHttpServer: () => one.origin }, this.document, this.key);
  }

  protected override async ask(method: Method, send: () => Test): Promise<Response> {
    const isBlind = method !== 'get' && method !== 'post';
    if (isBlind) this.changing += 1;
    try {
      for (;;) {
        const response = await send().catch((error: NodeJS.ErrnoException) => {
          if (GONE.has(error.code ?? '')) return null;
          throw error;
        });
        if (response !== null && !isToBeAskedAgain(response)) return response;
        if (response?.status === 503) this.waited.push(response);
        await new Promise((resolve) => setTimeout(resolve, response === null ? 50 : afterMs(response)));
      }
    } finally {
      if (isBlind) this.changing -= 1;
      if (this.changing === 0) for (const settled of this.onSettled.splice(0)) settled();
    }
  }
}

function isToBeAskedAgain({ status, body }: Response): boolean {
  return status === 503 || (status === 409 && body.code === 'idempotency_key.in_progress');
}

/** @throws Error when it does not say when to come back */
function afterMs({ headers, text }: Response): number {
  const seconds = Number(headers['retry-after']);
  if (!(seconds > 0)) throw new Error(`no Retry-After: ${text}`);
  return seconds * 1_000;
}
