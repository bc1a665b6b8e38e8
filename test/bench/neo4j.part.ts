import { InProcessGraphStore } from '@posture/access-graph';
import type { GraphStore } from '@posture/access-graph';
import { nodeKey } from '@posture/domain';
import type { StoredEdge, StoredNode } from '@posture/domain';
import { Neo4jGraphStore } from '../../libs/access-graph/src/neo4j/neo4j-graph-store';
import { Neo4jProjection } from '../../libs/access-graph/src/neo4j/neo4j-projection';
import { openNeo4j } from '../../libs/access-graph/src/neo4j/neo4j-connection';
import { neo4jMissing, startNeo4j } from '../support/neo4j';
import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { inSeconds, inTurns, median, timed } from './stopwatch';
import type { Tenant } from './tenant';
import { readTenant } from './tenant';

type Driver = Awaited<ReturnType<typeof openNeo4j>>;

const SIZE = { users: 20_000, groups: 1_000, apps: 400, scenario: 'trial' };
const LOADS = 2;
const QUESTIONS = 15;
const ROWS = 10_000;

export const neo4jPart: BenchPart = {
  name: 'neo4j',
  title: 'Neo4j: first load, and who reaches super admin',
  method: `The projection of a version into an empty Neo4j (ordered batches, each with its marker in one transaction) against the
same nodes and edges with the same properties put there by nothing but \`UNWIND … CREATE\`, ${ROWS.toLocaleString('en')} rows a
transaction, one label and one unique constraint. Then the named query \`whoCanReach\` of the tenant in both stores, answers compared row by row.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = neo4jMissing();
  if (missing !== null) return { sizes: 'not measured', figures: [], left: [`Neo4j: ${missing}`] };
  const tenant = await readTenant(SIZE);
  const server = await startNeo4j('');
  const driver = await openNeo4j({ url: server.url, user: null, password: null });
  try {
    say(`read ${tenant.nodes} nodes, ${tenant.edges} edges`);
    const load = await firstLoad(driver, tenant);
    const question = await whoReachesSuperAdmin(driver, tenant);
    return {
      sizes: `${tenant.nodes.toLocaleString('en')} nodes, ${tenant.edges.toLocaleString('en')} edges (an org of ${SIZE.users.toLocaleString('en')} users, derived edges included); Neo4j Community with a heap of 512 MiB. Median of ${LOADS} loads in turns after one to warm up, and of ${QUESTIONS} questions.`,
      figures: [load, ...question],
      left: [],
    };
  } finally {
    await driver.close();
    await server.stop();
  }
}

async function firstLoad(driver: Driver, { source, nodes, edges }: Tenant): Promise<Figure> {
  const projection = new Neo4jProjection(driver);
  const ours = async () => {
    await projection.remove('bench');
    const { seconds, result } = await timed(() => projection.project(source, 'bench', 1));
    if (result.nodesWritten !== nodes || result.edgesWritten !== edges) throw new Error('The projection is not whole.');
    return seconds;
  };
  await driver.executeQuery('CREATE CONSTRAINT bare_key IF NOT EXISTS FOR (n:Bare) REQUIRE n.key IS UNIQUE');
  const theirs = async () => {
    await clearBare(driver);
    return (await timed(() => bareLoad(driver, source))).seconds;
  };
  const contest = await inTurns(LOADS, ours, theirs);
  await clearBare(driver);
  const rate = (seconds: number) =>
    `${inSeconds(seconds)}, ${Math.round((nodes + edges) / seconds).toLocaleString('en')} rows/s`;
  return figure('first load', rate(contest.ours), rate(contest.theirs), contest.ours / contest.theirs, { atMost: 3 });
}

async function bareLoad(driver: Driver, source: Tenant['source']): Promise<void> {
  const write = async (statement: string, rows: readonly object[]) => {
    for (let at = 0; at < rows.length; at += ROWS) {
      const session = driver.session();
      await session.executeWrite((tx) => tx.run(statement, { rows: rows.slice(at, at + ROWS) }));
      await session.close();
    }
  };
  for (const [, nodes] of await byKind(source.nodes(1))) {
    await write('UNWIND $rows AS row CREATE (n:Bare) SET n = row', nodes.map(bareNode));
  }
  for (const [kind, edges] of await byKind(source.edges(1))) {
    await write(
      `UNWIND $rows AS row MATCH (a:Bare {key: row.src}) MATCH (b:Bare {key: row.dst})
       CREATE (a)-[r:${kind}]->(b) SET r = row.props`,
      edges.map(bareEdge),
    );
  }
}

async function byKind<T extends { readonly kind: string }>(
  batches: AsyncIterable<readonly T[]>,
): Promise<Map<string, T[]>> {
  const kinds = new Map<string, T[]>();
  for await (const batch of batches) {
    for (const row of batch) {
      const rows = kinds.get(row.kind);
      if (rows === undefined) kinds.set(row.kind, [row]);
      else rows.push(row);
    }
  }
  return kinds;
}

function bareNode({ key, kind, externalId, name, props }: StoredNode): object {
  return { ...scalars(props), key, kind, externalId, name };
}

function bareEdge({ src, dst, props, resource, parent }: StoredEdge): object {
  return { src, dst, props: { ...scalars(props ?? {}), resource, parent } };
}

/** What Neo4j can hold as it is; deeper values as text, as the projection does. */
function scalars(props: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([name, value]) =>
      value === null ? [] : [[name, typeof value === 'object' ? JSON.stringify(value) : value]],
    ),
  );
}

async function clearBare(driver: Driver): Promise<void> {
  for (const statement of [
    'MATCH (:Bare)-[r]->() WITH r LIMIT 20000 DELETE r RETURN count(*) AS n',
    'MATCH (n:Bare) WITH n LIMIT 20000 DELETE n RETURN count(*) AS n',
  ]) {
    for (let removed = 1; removed > 0;) {
      const { records } = await driver.executeQuery(statement);
      removed = records[0]?.get('n') as number;
    }
  }
}

async function whoReachesSuperAdmin(driver: Driver, { context }: Tenant): Promise<Figure[]> {
  const org = context.view.ofKind('Org')[0];
  if (org === undefined) throw new Error('The tenant has no org.');
  const target = nodeKey('Org', context.view.externalId(org));
  const ask = async (store: GraphStore) => {
    const times: number[] = [];
    let answer = '';
    let rows = 0;
    for (let n = 0; n <= QUESTIONS; n += 1) {
      const { seconds, result } = await timed(() => store.whoCanReach('bench', target));
      answer = JSON.stringify(result);
      rows = result.length;
      if (n > 0) times.push(seconds);
    }
    return { seconds: median(times), answer, rows };
  };
  const neo4j = await ask(new Neo4jGraphStore(driver));
  const inProcess = await ask(new InProcessGraphStore(() => Promise.resolve(context.view)));
  if (neo4j.answer !== inProcess.answer) throw new Error('The two stores answer differently.');
  return [
    figure(
      `who reaches super admin (${inProcess.rows.toLocaleString('en')} principals with their paths): in process against Neo4j`,
      inSeconds(inProcess.seconds),
      inSeconds(neo4j.seconds),
      neo4j.seconds / inProcess.seconds,
      { unit: '× faster' },
    ),
  ];
}
