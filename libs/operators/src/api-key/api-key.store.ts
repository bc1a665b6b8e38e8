import type { ConnectionScope } from '@posture/domain';
import type { Clock, Database, Queryable, Secret } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { OperatorRole } from '../principal';
import { KEY_LIFE, KEY_OVERLAP, daysAfter } from './api-key';
import type { ApiKey, KeyMaker, MadeKey, NewKey } from './api-key';
import { ApiKeyEntity } from './api-key.entity';
import {
  assertLife,
  assertNotAbove,
  assertNotRevoked,
  assertOverlap,
  assertSeesNoMore,
  isWithin,
  keyIsStale,
  keyNotFound,
  lastOwner,
} from './key-rules';
import { keyOf, keyRow, keyRows } from './key-rows';
import type { KeyRow } from './key-rows';
import { hashOf, newKeyValue } from './key-value';

/** Of a new installation; it alone never expires. */
const FIRST: KeyMaker = {
  actor: { kind: 'system', id: 'posture', name: 'first start' },
  role: 'owner',
  connections: null,
};
const HOUR_MS = 3_600_000;
/** The order of everything that may end the last owner. */
const OWNERS_LOCK = `select pg_advisory_xact_lock(hashtext('posture.owners'))`;

export interface Rotation {
  /** How long the value before is taken, 0 to 168; 24 unless said otherwise. */
  readonly overlapHours?: number;
  /** From now; 90 unless said otherwise. A key that never expires still does not. */
  readonly expiresInDays?: number;
}

/** Keys of our own API, as their makers see them. Of a value only its hash is kept. */
export class ApiKeyStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the owner key of a new installation. @returns its value, shown once; null when there is one already */
  async createFirst(): Promise<string | null> {
    // Of several processes that start together one makes it, and the others see that it is there.
    return this.database.transaction(async (tx) => {
      await tx.query(OWNERS_LOCK);
      if ((await keyRows(`k.revoked_at is null`, [], tx)).length > 0) return null;
      return (await this.insert(FIRST, { name: 'owner', role: 'owner' }, null, tx)).value.reveal();
    });
  }

  /** Another value for the first owner key, whose value was lost and ends at once; what it made goes on. @returns it, shown once */
  async replace(): Promise<string> {
    return this.database.transaction(async (tx) => {
      await tx.query(OWNERS_LOCK);
      const [first] = await keyRows(
        `k.role = 'owner' and k.revoked_at is null and k.created_by->>'kind' = 'system'`,
        [],
        tx,
      );
      if (first === undefined) {
        return (await this.insert(FIRST, { name: 'owner', role: 'owner' }, null, tx)).value.reveal();
      }
      const value = newKeyValue(first.id);
      await this.revalue(first.id, value, { formerUntil: null, expiresAt: null }, tx);
      return value.reveal();
    });
  }

  /**
   * @param id of the key; one that is there already gets another value: nobody has seen the one it was made with
   * @throws {DomainError} `api_key.above_role`, `api_key.above_scope`, `api_key.life_invalid`
   */
  async create(by: KeyMaker, wanted: NewKey, id = uuidv7()): Promise<MadeKey> {
    const { role, connections = by.connections, expiresInDays = KEY_LIFE.days } = wanted;
    assertNotAbove(by, role);
    assertLife(expiresInDays);
    assertSeesNoMore(by, connections);
    const expiresAt = daysAfter(this.clock.now(), expiresInDays);
    return this.insert(by, { ...wanted, connections }, expiresAt, this.database, id);
  }

  /** Oldest first, of those its reader sees. */
  async list(sees: ConnectionScope): Promise<ApiKey[]> {
    const now = this.clock.now();
    const rows = await keyRows(`($1::uuid[] is null or k.connections <@ $1)`, [sees], this.database);
    return rows.map((row) => keyOf(row, now));
  }

  /** @throws {DomainError} `api_key.not_found`, also for one outside of what its reader sees */
  async get(id: string, sees: ConnectionScope, store: Queryable = this.database): Promise<ApiKey> {
    const row = await keyRow(id, store);
    if (row === null || !isWithin(row.connections, sees)) throw keyNotFound(id);
    return keyOf(row, this.clock.now());
  }

  /** @throws {DomainError} `api_key.not_found`, `api_key.above_role`, `api_key.wrong_state`, `api_key.stale`, `api_key.last_owner` */
  async change(
    by: KeyMaker,
    id: string,
    { name, role }: { readonly name?: string; readonly role?: OperatorRole },
    expectedVersion: number,
  ): Promise<ApiKey> {
    return this.database.transaction(async (tx) => {
      const key = await this.takeUp(by, id, tx);
      if (key.version !== expectedVersion) throw keyIsStale(id, key.version);
      if (role !== undefined) assertNotAbove(by, role);
      if (role !== undefined && role !== 'owner') await this.assertOtherOwner(key, tx);
      await tx.query(
        `update api_key set name = coalesce($2, name), role = coalesce($3, role), version = version + 1 where id = $1`,
        [id, name ?? null, role ?? null],
      );
      return this.get(id, by.connections, tx);
    });
  }

  /**
   * @param rotationId done again under it, there is another value, and the one before that first rotation stays the one before
   * @throws {DomainError} `api_key.not_found`, `api_key.above_role`, `api_key.wrong_state`, `api_key.life_invalid`, `api_key.overlap_invalid`
   */
  async rotate(
    by: KeyMaker,
    id: string,
    { overlapHours = KEY_OVERLAP.hours, expiresInDays = KEY_LIFE.days }: Rotation = {},
    rotationId = uuidv7(),
  ): Promise<MadeKey> {
    assertOverlap(overlapHours);
    assertLife(expiresInDays);
    const value = newKeyValue(id);
    return this.database.transaction(async (tx) => {
      const { expiresAt } = await this.takeUp(by, id, tx);
      const now = this.clock.now();
      const overlap = new Date(now.getTime() + overlapHours * HOUR_MS);
      const formerUntil = expiresAt !== null && expiresAt < overlap ? expiresAt : overlap;
      const life = { formerUntil, expiresAt: expiresAt === null ? null : daysAfter(now, expiresInDays) };
      await this.revalue(id, value, life, tx, rotationId);
      return { key: await this.get(id, by.connections, tx), value };
    });
  }

  /** At once, and with it every key that goes back to it. @throws {DomainError} `api_key.not_found`, `api_key.above_role`, `api_key.last_owner` */
  async revoke(by: KeyMaker, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const key = await this.takeUp(by, id, tx);
      await this.assertOtherOwner(key, tx);
      await tx.query('update api_key set revoked_at = $2, version = version + 1 where id = $1', [id, this.clock.now()]);
    });
  }

  /** A key somebody may change, for the rest of the transaction. */
  private async takeUp(by: KeyMaker, id: string, tx: Queryable): Promise<ApiKey> {
    await tx.query(OWNERS_LOCK);
    const key = await this.get(id, by.connections, tx);
    assertNotAbove(by, key.role);
    assertNotRevoked(key);
    return key;
  }

  private async assertOtherOwner({ id, role }: ApiKey, tx: Queryable): Promise<void> {
    if (role !== 'owner') return;
    const now = this.clock.now();
    const owners = await keyRows(`k.role = 'owner' and k.connections is null and k.id <> $1`, [id], tx);
    const others = owners.filter((row) => ['active', 'expiring'].includes(keyOf(row, now).state));
    // What goes back to it ends with it.
    if (others.every(({ makers }) => makers.includes(id))) throw lastOwner(id);
  }

  private async insert(
    { actor }: KeyMaker,
    { name, role, connections = null }: NewKey,
    expiresAt: Date | null,
    store: Queryable,
    id = uuidv7(),
  ): Promise<MadeKey> {
    const value = newKeyValue(id);
    const createdAt = this.clock.now();
    await store.repository(ApiKeyEntity).upsert(
      {
        id,
        name,
        role,
        connections: connections === null ? null : [...connections],
        hash: hashOf(value.reveal()),
        createdBy: actor,
        createdAt,
        expiresAt,
        version: 1,
      },
      ['id'],
    );
    return { key: await this.get(id, null, store), value };
  }

  private async revalue(
    id: string,
    value: Secret,
    { formerUntil, expiresAt }: Pick<KeyRow, 'formerUntil' | 'expiresAt'>,
    tx: Queryable,
    rotationId: string | null = null,
  ): Promise<void> {
    await tx.query(
      `update api_key set former_hash = case when $3::timestamptz is null then null
           when rotation_id = $5 then former_hash else hash end,
         former_until = $3, hash = $2, expires_at = $4, rotation_id = $5, version = version + 1
       where id = $1`,
      [id, hashOf(value.reveal()), formerUntil, expiresAt, rotationId],
    );
  }
}
