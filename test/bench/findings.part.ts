import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, uuidv7 } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { postgresMissing, startPostgres } from '../support/postgres';
import { ServerProcess } from '../support/server-process';
import type { LoadPlan, LoadResult } from './api-load';
import { startChild } from './child-process';
import type { BenchPart, PartResult } from './part';
import { figure } from './part';
import { percentile, timed } from './stopwatch';

/** Another size is for trying the part itself. */
const FINDINGS = Number(process.env['BENCH_FINDINGS'] ?? 1_000_000);
const BULK = Math.min(100_000, FINDINGS / 10);
const PER_SECOND = 200;
const FACETS_PER_SECOND = 2;
const SECONDS = 60;
const WARM_UP_SECONDS = 15;
/** Findings opened one by one. */
const OPENED = 3_000;
/** Of each list, besides the first. */
const NEXT_PAGES = 5;
/** What of twenty requests is asked. */
const MIX = [
  ...['list', 'one', 'list', 'next', 'one', 'list', 'history', 'list', 'one', 'next'],
  ...['list', 'one', 'list', 'history', 'one', 'list', 'next', 'list', 'one', 'history'],
] as const;

export const findingsPart: BenchPart = {
  name: 'findings',
  title: 'Looking through findings',
  method: `A server process on PostgreSQL with findings of ten connections, 200 rules and 100,000 subjects, each with a step of history. Another process
sends ${PER_SECOND} requests a second for ${SECONDS} s at their times, whatever became of those before, and each is counted from when it was due: of
twenty, eight first pages of 50 for seven usual filters, three pages further on, six findings (any of ${OPENED.toLocaleString('en')}), three histories. In
addition, ${FACETS_PER_SECOND} times a second, the counts of all facets for the same filters. Then a change of many findings by a filter, from asking for
it over HTTP until it is said to be done, each finding with its step of history.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  const postgres = missing === null ? await startPostgres() : { reason: missing };
  if ('reason' in postgres) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${postgres.reason}`] };
  const dir = mkdtempSync(join(tmpdir(), 'posture-findings-'));
  try {
    const url = await postgres.server.createDatabase();
    const connections = Array.from({ length: 10 }, () => uuidv7());
    const ids = await fill(url, connections);
    say(`${FINDINGS} findings written`);
    const server = await ServerProcess.start({ HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_DATABASE_URL: url }, dir);
    try {
      return await measure(new Served(server, dir), { connections, ids, say });
    } finally {
      await server.kill('SIGTERM');
    }
  } finally {
    await postgres.server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @returns ids of some, from all over */
async function fill(url: string, connections: readonly string[]): Promise<string[]> {
  const database = await Database.connect({ url });
  try {
    await database.migrate();
    await writeManyFindings(database, { count: FINDINGS, connections, rules: 200, subjects: 100_000 });
    await database.query(
      `insert into finding_event (id, finding_id, sequence, at, type, data)
       select gen_random_uuid(), id, 1, first_seen_at, 'opened', jsonb_build_object('severity', severity, 'score', score)
       from finding`,
    );
    for (const table of ['finding', 'finding_tally', 'finding_event'])
      await database.query(`vacuum (analyze) ${table}`);
    const rows = await database.query<{ id: string }>(
      'select id from finding where hashtext(fingerprint) % $1 = 0 order by hashtext(fingerprint) limit $2',
      [Math.max(1, Math.floor(FINDINGS / OPENED / 2)), OPENED],
    );
    return rows.map(({ id }) => id);
  } finally {
    await database.close();
  }
}

interface Scene {
  readonly connections: readonly string[];
  readonly ids: readonly string[];
  readonly say: (line: string) => void;
}

async function measure(served: Served, { connections, ids, say }: Scene): Promise<PartResult> {
  const filters = [
    'is:present -is:superseded',
    'severity:>=high status:open',
    'rule:rule-7 status:open,acknowledged',
    'assignee:none severity:critical is:overdue',
    `connection:${connections[3]} is:present`,
    'assignee:key-1 status:open',
    'severity:low status:open',
  ].map((text) => encodeURIComponent(text));
  const facets = filters.map((q) => `/findings/facets?q=${q}`);
  const load = await served.load(await askedBy(served, filters, ids), facets);
  if (load.refused.length > 0) throw new Error(`Not all were answered: ${load.refused.join('; ')}`);
  const [p50, p99] = [percentile(load.main, 0.5), percentile(load.main, 0.99)];
  say(`requests: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`);
  const bulk = await timed(() => served.changeMany());
  return {
    sizes: `${FINDINGS.toLocaleString('en')} findings; ${load.main.length.toLocaleString('en')} requests and ${load.beside.length} of facets; ${bulk.result.toLocaleString('en')} findings changed at once.`,
    figures: [
      figure(`${PER_SECOND} requests/s, p99`, `p50 ${Math.round(p50)} ms`, null, p99, { atMost: 100, unit: 'ms' }),
      figure(
        'All facets, beside them, p95',
        `p50 ${Math.round(percentile(load.beside, 0.5))} ms`,
        null,
        percentile(load.beside, 0.95),
        { atMost: 400, unit: 'ms' },
      ),
      figure('A change of many', `${bulk.result.toLocaleString('en')} findings`, null, bulk.seconds, {
        ...{ atMost: 30, unit: 's' },
      }),
    ],
    left: [],
  };
}

/** What analysts ask, in an order that mixes it. */
async function askedBy(served: Served, filters: readonly string[], ids: readonly string[]): Promise<string[]> {
  const further: string[] = [];
  for (const q of filters) {
    let path = `/findings?q=${q}`;
    for (let page = 0; page < NEXT_PAGES; page += 1) {
      const { nextCursor } = ((await served.ask('GET', path)) as { page: { nextCursor: string | null } }).page;
      if (nextCursor === null) break;
      further.push((path = `/findings?q=${q}&cursor=${encodeURIComponent(nextCursor)}`));
    }
  }
  return Array.from({ length: 2 * OPENED }, (_, n) => {
    const kind = MIX[n % MIX.length]!;
    if (kind === 'list') return `/findings?q=${filters[n % filters.length]}`;
    if (kind === 'next') return further[(n * 7) % further.length]!;
    const id = ids[(n * 13) % ids.length];
    return kind === 'one' ? `/findings/${id}` : `/findings/${id}/history`;
  });
}

/** The server under measurement, asked as a client asks it. */
class Served {
  constructor(
    private readonly server: ServerProcess,
    private readonly dir: string,
  ) {}

  async load(paths: readonly string[], beside: readonly string[]): Promise<LoadResult> {
    const plan: LoadPlan = {
      ...{ api: this.server.api, key: this.server.key!, paths, perSecond: PER_SECOND },
      ...{ beside, besidePerSecond: FACETS_PER_SECOND, warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS },
    };
    const file = join(this.dir, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    const child = await startChild('test/bench/api-load.ts', [file]);
    await child.stop();
    return child.said as LoadResult;
  }

  /** @returns how many were changed */
  async changeMany(): Promise<number> {
    const score = Math.round((100 * BULK * 7) / (FINDINGS * 3));
    const filter = `status:open score:<=${score}`;
    const expectedCount = Math.round((FINDINGS * 3 * (score + 1)) / (7 * 101));
    const { id } = (await this.ask('POST', '/findings/bulk', { filter, expectedCount, action: 'acknowledge' })) as {
      id: string;
    };
    for (;;) {
      const { state, counts } = (await this.ask('GET', `/bulk-changes/${id}`)) as {
        state: string;
        counts: { succeeded: number };
      };
      if (state === 'completed') return counts.succeeded;
      if (state === 'failed') throw new Error('The change of many failed.');
      await delay(200);
    }
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.server.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.server.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
