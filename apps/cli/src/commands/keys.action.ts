import type { Command } from 'commander';
import { ConnectionStore } from '@posture/inventory';
import { ApiKeyStore } from '@posture/operators';
import type { ApiKey, AuditTarget, KeyMaker, MadeKey, OperatorRole } from '@posture/operators';
import { audited, personHere } from '../audited';
import { configOf, withApp } from '../open-app';
import { note, say } from '../output/say';

export interface CreateOptions {
  readonly name: string;
  readonly role: OperatorRole;
  readonly connection?: readonly string[];
  readonly expiresInDays: number;
}

export interface ListOptions {
  readonly format: 'table' | 'json';
}

export interface RotateOptions {
  readonly overlapHours: number;
  readonly expiresInDays: number;
}

export async function create(options: CreateOptions, command: Command): Promise<void> {
  const { name, role, connection = null, expiresInDays } = options;
  await withApp(configOf(command), async (app) => {
    for (const id of connection ?? []) await app.get(ConnectionStore).get(id);
    const made = await audited(
      app,
      {
        action: 'api_key.create',
        target: { type: 'api_key', id: null, name },
        fields: { name, role, connectionIds: connection === null ? null : [...connection], expiresInDays },
      },
      () => app.get(ApiKeyStore).create(person(), { name, role, connections: connection, expiresInDays }),
      ({ key }) => ({ target: targetOf(key) }),
    );
    show(made);
  });
}

export async function list({ format }: ListOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const keys = await app.get(ApiKeyStore).list(null);
    if (format === 'json') return say(JSON.stringify(keys, null, 2));
    for (const key of keys) say(line(key));
    say(`${keys.length} keys`);
  });
}

export async function rotate(id: string, options: RotateOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const keys = app.get(ApiKeyStore);
    const target = targetOf(await keys.get(id, null));
    const change = { action: 'api_key.rotate', target, fields: { ...options } };
    const made = await audited(app, change, () => keys.rotate(person(), id, options));
    show(made);
    if (made.key.formerUntil !== null)
      note(`The value before is taken until ${made.key.formerUntil.toISOString()}, too.`);
  });
}

export async function revoke(id: string, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const keys = app.get(ApiKeyStore);
    const target = targetOf(await keys.get(id, null));
    await audited(app, { action: 'api_key.revoke', target }, () => keys.revoke(person(), id));
    say(`The key ${id} is revoked.`);
  });
}

function person(): KeyMaker {
  return { actor: personHere(), role: 'owner', connections: null };
}

function targetOf({ id, name }: ApiKey): AuditTarget {
  return { type: 'api_key', id, name };
}

/** The value alone on standard output, so that a script can take it. */
function show({ key, value }: MadeKey): void {
  say(value.reveal());
  note(`${line(key)}; the value is shown this once`);
}

function line({ id, name, role, state, connections, expiresAt, lastUsedOn, lastUsedFrom }: ApiKey): string {
  const sees = connections === null ? 'sees all' : `sees ${connections.join(', ')}`;
  const until = expiresAt === null ? 'never expires' : `until ${expiresAt.toISOString().slice(0, 10)}`;
  const used = lastUsedOn === null ? 'never used' : `used ${lastUsedOn} from ${lastUsedFrom ?? 'nobody knows where'}`;
  return `${state.padEnd(8)}  ${role.padEnd(7)}  ${id}  ${name}: ${sees}, ${until}, ${used}`;
}
