import type { Actor } from '@posture/domain';
import type { Clock, Database } from '@posture/platform';
import { actorOf } from '../principal';
import type { Principal } from '../principal';
import { ApiKeyEntity } from './api-key.entity';
import { keyOf, keyRows, roleNow } from './key-rows';
import type { KeyRow } from './key-rows';
import { hashOf, isSameHash, readKeyValue } from './key-value';

/** Somebody who may ask, or nobody; whose key it was, where it is one that counts no more. */
export type Admitted = { readonly principal: Principal } | { readonly principal: null; readonly former: Actor | null };

const NOBODY: Admitted = { principal: null, former: null };
/** A key used from two addresses in turn is not written for every request. */
const NOTED_EVERY_MS = 60_000;

/** Says whom a key stands for. A mistyped one is refused without a look at the store. */
export class KeyAdmission {
  /** When the last use of a key was written, by key. */
  readonly #noted = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @param from address of whoever asks; null where there is none */
  async admit(value: string, from: string | null): Promise<Admitted> {
    const read = readKeyValue(value);
    if (read === null) return NOBODY;
    const hash = hashOf(value);
    const [row] = await (read.id === null
      ? keyRows('k.hash = $1 or k.former_hash = $1', [hash], this.database)
      : keyRows('k.id = $1', [read.id], this.database));
    if (row === undefined || !(isSameHash(hash, row.hash) || isSameHash(hash, row.formerHash))) return NOBODY;
    const now = this.clock.now();
    const { id, name, connections } = row;
    const principal: Principal = { kind: 'api_key', id, name, role: roleNow(row), connections };
    if (!isTaken(row, hash, now)) return { principal: null, former: actorOf(principal) };
    await this.#note(row, from, now);
    return { principal };
  }

  async #note({ id, lastUsedOn, lastUsedFrom }: KeyRow, from: string | null, now: Date): Promise<void> {
    const today = now.toISOString().slice(0, 10);
    const isNewDay = lastUsedOn !== today;
    const isNewAddress = from !== null && lastUsedFrom !== from;
    const isDue = now.getTime() - (this.#noted.get(id) ?? 0) >= NOTED_EVERY_MS;
    if (!isNewDay && !(isNewAddress && isDue)) return;
    this.#noted.set(id, now.getTime());
    const lastUse = { lastUsedOn: today, lastUsedFrom: from ?? lastUsedFrom };
    await this.database.repository(ApiKeyEntity).update({ id }, lastUse);
  }
}

function isTaken(row: KeyRow, hash: string, now: Date): boolean {
  const { state, formerUntil } = keyOf(row, now);
  if (state !== 'active' && state !== 'expiring') return false;
  return isSameHash(hash, row.hash) || formerUntil !== null;
}
