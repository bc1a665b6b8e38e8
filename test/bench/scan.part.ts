import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { wholeScan, words } from './whole-scan';
import type { ScanStores } from './whole-scan';

const SIZE = { users: 10_000, groups: 506, apps: 400, scenario: 'trial' };
/** The nearest open peer on an org of these counts, from loopback and without a rate limit, into Neo4j. */
const PEER = { seconds: 185, requests: 12_249 };

export const scanPart: BenchPart = {
  name: 'scan',
  title: 'A whole scan',
  method: `From the first request to the report: reading, staging, merging, deriving, judging by every rule (profile \`everything\`) and
storing findings wave by wave, and projecting where there is a Neo4j. The org is served from loopback without rate limits by another
process of the same machine, so its work counts in. The peer's ${PEER.seconds} s and ${PEER.requests.toLocaleString('en')} requests are a
figure of an earlier measurement, not of this run: an org of these counts, into Neo4j, reading less.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const figures: Figure[] = [];
  const left: string[] = [];
  let sizes = '';
  const stores: readonly [string, ScanStores][] = [
    ['embedded', {}],
    ['PostgreSQL and Neo4j', { postgres: true, neo4j: true }],
  ];
  for (const [name, on] of stores) {
    const cost = await wholeScan(SIZE, on);
    if (typeof cost === 'string') {
      left.push(cost);
      continue;
    }
    say(`${name}: ${words(cost)}`);
    sizes = `${SIZE.users.toLocaleString('en')} users, ${SIZE.groups} groups, ${SIZE.apps} apps: ${cost.nodes.toLocaleString('en')} nodes, ${cost.edges.toLocaleString('en')} edges, ${cost.findings} findings.`;
    figures.push(
      figure(`${name}: time, of the peer's`, words(cost), `${PEER.seconds} s`, cost.seconds / PEER.seconds, {
        atMost: 0.05,
      }),
      figure(
        `${name}: requests, of the peer's`,
        cost.requests.toLocaleString('en'),
        PEER.requests.toLocaleString('en'),
        cost.requests / PEER.requests,
        {},
      ),
    );
  }
  return { sizes, figures, left };
}
