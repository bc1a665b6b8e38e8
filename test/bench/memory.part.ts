import { join } from 'node:path';
import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { wholeScan, words } from './whole-scan';
import type { ScanStores } from './whole-scan';

const SIZE = { users: 100_000, groups: 5_000, apps: 2_000, scenario: join(__dirname, 'large-org.yaml') };
const GIB = 1024 ** 3;

export const memoryPart: BenchPart = {
  name: 'memory',
  title: 'Memory of the engine',
  method: `Highest resident memory of the process that runs a whole first scan (read, stage, merge, derive, judge, findings), Node's
default heap limit, the org served by another process. Embedded, the database is in this process too.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const figures: Figure[] = [];
  const left: string[] = [];
  let sizes = '';
  const stores: readonly [string, ScanStores, number][] = [
    ['embedded', {}, 2.5],
    ['PostgreSQL outside', { postgres: true }, 1],
  ];
  for (const [name, on, atMost] of stores) {
    const cost = await wholeScan(SIZE, on);
    if (typeof cost === 'string') {
      left.push(cost);
      continue;
    }
    say(`${name}: ${(cost.peakBytes / GIB).toFixed(2)} GiB, ${words(cost)}`);
    sizes = `${SIZE.users.toLocaleString('en')} users, ${SIZE.groups.toLocaleString('en')} groups, ${SIZE.apps.toLocaleString('en')} apps: ${cost.nodes.toLocaleString('en')} nodes, ${cost.edges.toLocaleString('en')} edges.`;
    figures.push(
      figure(`${name}: peak resident memory`, words(cost), null, cost.peakBytes / GIB, { atMost, unit: 'GiB' }),
    );
  }
  return { sizes, figures, left };
}
