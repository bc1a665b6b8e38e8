import type { Command } from 'commander';
import type { OperatorRole } from '@posture/operators';
import { withArea } from '../areas/area';
import { KEYS } from '../areas/keys.area';
import type { RotationAsked, ShownKey, ToldKey } from '../areas/keys.area';
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

export type RotateOptions = RotationAsked;

export async function create(options: CreateOptions, command: Command): Promise<void> {
  const { name, role, connection: connectionIds = null, expiresInDays } = options;
  await withArea(KEYS, command, async (keys) => show(await keys.create({ name, role, connectionIds, expiresInDays })));
}

export async function list({ format }: ListOptions, command: Command): Promise<void> {
  await withArea(KEYS, command, async (area) => {
    const keys = await area.list();
    if (format === 'json') return say(JSON.stringify(keys, null, 2));
    for (const key of keys) say(line(key));
    say(`${keys.length} keys`);
  });
}

export async function rotate(
  id: string,
  { overlapHours, expiresInDays }: RotateOptions,
  command: Command,
): Promise<void> {
  await withArea(KEYS, command, async (keys) => {
    const made = await keys.rotate(id, { overlapHours, expiresInDays });
    show(made);
    if (made.key.formerUntil !== null) note(`The value before is taken until ${made.key.formerUntil}, too.`);
  });
}

export async function revoke(id: string, command: Command): Promise<void> {
  await withArea(KEYS, command, async (keys) => {
    await keys.revoke(id);
    say(`The key ${id} is revoked.`);
  });
}

/** The value alone on standard output, so that a script can take it. */
function show({ key, value }: ShownKey): void {
  say(value);
  note(`${line(key)}; the value is shown this once`);
}

function line({ id, name, role, state, connectionIds, expiresAt, lastUsedOn, lastUsedFrom }: ToldKey): string {
  const sees = connectionIds === null ? 'sees all' : `sees ${connectionIds.join(', ')}`;
  const until = expiresAt === null ? 'never expires' : `until ${expiresAt.slice(0, 10)}`;
  const used = lastUsedOn === null ? 'never used' : `used ${lastUsedOn} from ${lastUsedFrom ?? 'nobody knows where'}`;
  return `${state.padEnd(8)}  ${role.padEnd(7)}  ${id}  ${name}: ${sees}, ${until}, ${used}`;
}
