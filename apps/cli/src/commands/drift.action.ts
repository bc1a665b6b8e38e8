import type { Command } from 'commander';
import { withArea } from '../areas/area';
import { DRIFT } from '../areas/drift.area';
import type { ToldAccess, ToldDrift } from '../areas/drift.area';
import { say } from '../output/say';

interface Asked {
  readonly connection?: string;
  readonly of?: string;
  readonly json?: boolean;
}

export interface DriftOptions extends Asked {
  readonly from: string;
  readonly to: string;
}

export interface AccessOptions extends Asked {
  readonly asOf: string;
}

export async function drift({ from, to, of: key, json, connection }: DriftOptions, command: Command): Promise<void> {
  await withArea(DRIFT, command, async (area) => {
    const told = await area.between({ connection, key }, from, to);
    if (json === true) return say(JSON.stringify(told, null, 2));
    const { access, all } = told;
    const gained = access.filter(({ change }) => change === 'gained');
    const lost = access.filter(({ change }) => change === 'lost');
    say(`${told.key ?? 'The tenant'}, version ${all.from.version} to ${all.to.version}`);
    say(`${gained.length} more, by these paths:`);
    for (const row of gained) say(`  + ${line(row)}`);
    say(`${lost.length} no more, by these paths:`);
    for (const row of lost) say(`  - ${line(row)}`);
    say('All that differs:');
    for (const count of countsOf(all)) say(`  ${count}`);
  });
}

export async function access({ asOf, of: key, json, connection }: AccessOptions, command: Command): Promise<void> {
  await withArea(DRIFT, command, async (area) => {
    const then = await area.access({ connection, key }, asOf);
    if (json === true) return say(JSON.stringify(then, null, 2));
    say(`${then.key}, ${then.asOf === null ? 'now' : `as of ${then.asOf}`}`);
    for (const row of then.rows) say(`  ${line(row)}`);
    say(`${then.rows.length} in all`);
  });
}

function line({ node, path }: ToldAccess['rows'][number]): string {
  const steps = path.map(({ kind, to }) => `${kind} ${to}`).join(', ');
  return `${node.name ?? node.key}: ${path[0]?.from ?? node.key} ${steps}`;
}

function countsOf({ nodes, edges }: ToldDrift['all']): string[] {
  return [...Object.entries(nodes), ...Object.entries(edges)].map(
    ([kind, { added, changed, removed }]) => `${kind}: ${added} added, ${changed} changed, ${removed} removed`,
  );
}
