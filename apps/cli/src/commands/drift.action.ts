import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import type { GraphPathRow } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import { AccessHistory, DriftDirectory } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Drift } from '@posture/inventory';
import { systemClock } from '@posture/platform';
import { configOf, withApp } from '../open-app';
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
  await withApp(configOf(command), async (app) => {
    const connectionId = await connectionOf(app, connection);
    const history = app.get(AccessHistory);
    const [first, last] = [await instantOf(history, connectionId, from), await instantOf(history, connectionId, to)];
    const access = await history.between({ connectionId, key }, first, last);
    const directory = app.get(DriftDirectory);
    const all = await directory.between(await directory.span(connectionId, first, last));
    if (json === true) return say(JSON.stringify({ access, all }, null, 2));
    const gained = access.changes.filter(({ change }) => change === 'gained');
    const lost = access.changes.filter(({ change }) => change === 'lost');
    say(`${access.key}, version ${access.from.version} to ${access.to.version}`);
    say(`${gained.length} more, by these paths:`);
    for (const row of gained) say(`  + ${line(row)}`);
    say(`${lost.length} no more, by these paths:`);
    for (const row of lost) say(`  - ${line(row)}`);
    say('All that differs:');
    for (const count of countsOf(all)) say(`  ${count}`);
  });
}

export async function access({ asOf, of: key, json, connection }: AccessOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const connectionId = await connectionOf(app, connection);
    const history = app.get(AccessHistory);
    const then = await history.at({ connectionId, key }, await instantOf(history, connectionId, asOf));
    if (json === true) return say(JSON.stringify(then, null, 2));
    say(`${then.key}, version ${then.at.version} of ${then.at.instant.toISOString()}`);
    for (const row of then.rows) say(`  ${line(row)}`);
    say(`${then.rows.length} in all`);
  });
}

function instantOf(history: AccessHistory, connectionId: string, when: string): Promise<Date> {
  return when === 'now' ? Promise.resolve(systemClock.now()) : history.instantOf(connectionId, when);
}

async function connectionOf(app: INestApplicationContext, asked: string | undefined): Promise<string> {
  const store = app.get(ConnectionStore);
  if (asked !== undefined) return (await store.get(asked)).id;
  const known = await store.list();
  const [only] = known;
  if (only !== undefined && known.length === 1) return only.id;
  throw new DomainError('connection.not_found', 'not_found', `There are ${known.length} connections here.`, {
    field: '--connection',
    remedy:
      only === undefined
        ? 'Scan an org first.'
        : `Give one of ${known.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
  });
}

function line({ node, path }: GraphPathRow): string {
  const steps = path.map(({ kind, to }) => `${kind} ${to}`).join(', ');
  return `${node.name ?? node.key}: ${path[0]?.from ?? node.key} ${steps}`;
}

function countsOf({ nodes, edges }: Drift): string[] {
  return [...Object.entries(nodes), ...Object.entries(edges)].map(
    ([kind, { added, changed, removed }]) => `${kind}: ${added} added, ${changed} changed, ${removed} removed`,
  );
}
