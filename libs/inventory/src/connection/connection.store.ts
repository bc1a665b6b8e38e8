import type { ConnectionScope } from '@posture/domain';
import type { Clock, Database, Queryable, Secret, SecretBox } from '@posture/platform';
import { isUuid, sqlState, uuidv7 } from '@posture/platform';
import { In, IsNull, Not } from 'typeorm';
import { createConnectionTables, dropConnectionTables, dropStageTables } from '../partitions';
import { alreadyConnected, nameTaken, notFound, removed, stale } from './connection';
import type { Connection, ConnectionChange, NewConnection, NewCredential } from './connection';
import { ConnectionEntity } from './connection.entity';
import { makeSchedule } from './schedule.store';

/** Keeps connections; one per tenant. Credentials are sealed for their connection. */
export class ConnectionStore {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * A tenant that was removed before is connected again under its old id, and its history goes on.
   * @param newId one that is connected under it already is the answer
   * @throws {DomainError} `connection.already_exists` when the tenant is connected already, `connection.name_taken`
   */
  async create(wanted: NewConnection, newId = uuidv7()): Promise<Connection> {
    const now = this.clock.now();
    const { provider, orgUrl, tenantId = null, name } = wanted;
    return this.#naming(name, async (tx) => {
      const twin = await this.#twinOf({ provider, orgUrl, tenantId }, tx);
      if (twin?.removedAt === null) {
        if (twin.id === newId) return twin;
        throw alreadyConnected(twin);
      }
      const id = twin?.id ?? newId;
      const words = {
        orgUrl,
        tenantId,
        name,
        mode: wanted.mode ?? 'read',
        createdBy: wanted.createdBy ?? null,
        owner: wanted.owner ?? null,
        contacts: wanted.contacts ?? [],
        labels: wanted.labels ?? [],
        overdueAfter: wanted.overdueAfter ?? null,
        hookSealed: null,
        hookMadeAt: null,
        version: (twin?.version ?? 0) + 1,
        createdAt: twin?.createdAt ?? now,
        removedAt: null,
        ...this.#sealed(id, wanted, now),
      };
      const rows = tx.repository(ConnectionEntity);
      if (twin === null) {
        await rows.insert({ id, provider, ...words });
        await createConnectionTables(id, tx);
      } else await rows.update({ id }, words);
      if (wanted.isDueAtOnce === true) await makeSchedule(id, now, now, tx);
      return this.get(id, tx);
    });
  }

  /** Also one that was removed. @throws {DomainError} `connection.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Connection> {
    const row = isUuid(id) ? await tx.repository(ConnectionEntity).findOneBy({ id }) : null;
    if (row === null) throw notFound(id);
    return row;
  }

  /** One that something can be done with. @throws {DomainError} `connection.not_found`, `connection.removed` */
  async active(id: string): Promise<Connection> {
    const connection = await this.get(id);
    if (connection.removedAt !== null) throw removed(connection);
    return connection;
  }

  /** null when the tenant is not connected, or was removed. */
  async findByOrgUrl(provider: NewConnection['provider'], orgUrl: string): Promise<Connection | null> {
    return this.database.repository(ConnectionEntity).findOneBy({ provider, orgUrl, removedAt: IsNull() });
  }

  /** Those that are connected, oldest first. @param sees of these only */
  async list(sees: ConnectionScope = null): Promise<Connection[]> {
    const where = { removedAt: IsNull(), ...(sees === null ? {} : { id: In([...sees]) }) };
    return this.database.repository(ConnectionEntity).find({ where, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** Removed ones too, oldest first. */
  async all(): Promise<Connection[]> {
    return this.database.repository(ConnectionEntity).find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** The credential as it was given. @throws {DomainError} `connection.not_found`, `connection.removed`, `secret.unreadable` */
  async credential(id: string): Promise<Secret> {
    const row = isUuid(id)
      ? await this.database
          .repository(ConnectionEntity)
          .findOne({ where: { id }, select: { id: true, name: true, credentialSealed: true } })
      : null;
    if (row === null) throw notFound(id);
    if (row.credentialSealed === null) throw removed(row);
    return this.secrets.unseal(row.credentialSealed, recordOf(id));
  }

  /**
   * @param expected the version the change was made of
   * @throws {DomainError} `connection.not_found`, `connection.removed`, `connection.name_taken`, `connection.stale`
   */
  async change(id: string, change: ConnectionChange, expected: number): Promise<Connection> {
    return this.#naming(change.name ?? '', async (tx) => {
      const before = await this.#locked(id, tx);
      if (before.version !== expected) throw stale(id, before.version);
      // What is undefined is left as it is.
      const { name, mode, owner, contacts, labels, overdueAfter } = change;
      const words = { name, mode, owner, contacts, labels, overdueAfter };
      await tx
        .repository(ConnectionEntity)
        .update({ id }, { ...words, version: before.version + 1, updatedAt: this.clock.now() });
      return this.get(id, tx);
    });
  }

  /**
   * Another credential of the same tenant in the place of the one before, of which nothing is left.
   * @throws {DomainError} `connection.not_found`, `connection.removed`, `connection.already_exists`
   */
  async replaceCredential(
    id: string,
    tenant: { readonly tenantId: string; readonly orgUrl: string },
    credential: NewCredential,
  ): Promise<Connection> {
    return this.database.transaction(async (tx) => {
      const { version, provider } = await this.#locked(id, tx);
      const twin = await this.#twinOf({ ...tenant, provider }, tx, id);
      if (twin !== null) throw alreadyConnected(twin);
      await tx
        .repository(ConnectionEntity)
        .update({ id }, { ...tenant, version: version + 1, ...this.#sealed(id, credential, this.clock.now()) });
      return this.get(id, tx);
    });
  }

  /** @param secret null takes the event hook away. @throws {DomainError} `connection.not_found`, `connection.removed` */
  async setHook(id: string, secret: Secret | null): Promise<void> {
    const hookSealed = secret && this.secrets.seal(secret, hookOf(id));
    const hookMadeAt = secret && this.clock.now();
    await this.active(id);
    await this.database.repository(ConnectionEntity).update({ id }, { hookSealed, hookMadeAt });
  }

  /** What a caller must know; null for a connection that has no event hook, or is none. @throws {DomainError} `secret.unreadable` */
  async hook(id: string): Promise<(Pick<Connection, 'provider'> & { readonly secret: Secret }) | null> {
    const row = isUuid(id)
      ? await this.database
          .repository(ConnectionEntity)
          .findOne({ where: { id }, select: { id: true, provider: true, hookSealed: true } })
      : null;
    const sealed = row?.hookSealed ?? null;
    return row === null || sealed === null
      ? null
      : { provider: row.provider, secret: this.secrets.unseal(sealed, hookOf(id)) };
  }

  /** Destroys its secrets and its schedule, and keeps what is known. @throws {DomainError} `connection.not_found` */
  async remove(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.get(id, tx);
      const now = this.clock.now();
      const gone = { credentialSealed: null, credentialHint: null, hookSealed: null, hookMadeAt: null };
      await tx.repository(ConnectionEntity).update({ id }, { ...gone, removedAt: now, updatedAt: now });
      await tx.query('delete from schedule where connection_id = $1', [id]);
    });
  }

  /** Removes the connection with its syncs and inventory. @throws {DomainError} `connection.not_found` */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.get(id, tx);
      const syncs = await tx.query<{ id: string }>('select id from sync where connection_id = $1 for update', [id]);
      for (const sync of syncs) await dropStageTables(sync.id, tx);
      await dropConnectionTables(id, tx);
      await tx.repository(ConnectionEntity).delete({ id });
    });
  }

  #sealed(id: string, { credential, ...shown }: NewCredential, now: Date) {
    return {
      credentialKind: shown.credentialKind,
      credentialHint: shown.credentialHint ?? null,
      credentialExpiresAt: shown.credentialExpiresAt ?? null,
      credentialSealed: this.secrets.seal(credential, recordOf(id)),
      credentialChangedAt: now,
      updatedAt: now,
    };
  }

  async #locked(id: string, tx: Queryable): Promise<Connection> {
    await tx.query('select 1 from connection where id::text = $1 for update', [id]);
    const connection = await this.get(id, tx);
    if (connection.removedAt !== null) throw removed(connection);
    return connection;
  }

  async #twinOf(
    { provider, orgUrl, tenantId }: Pick<Connection, 'provider' | 'orgUrl' | 'tenantId'>,
    tx: Queryable,
    id = NOBODY,
  ): Promise<Connection | null> {
    const same = [{ orgUrl }, ...(tenantId === null ? [] : [{ tenantId }])];
    return tx.repository(ConnectionEntity).findOneBy(same.map((tenant) => ({ ...tenant, provider, id: Not(id) })));
  }

  async #naming<T>(name: string, work: (tx: Queryable) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      throw isNameTaken(error) ? nameTaken(name) : error;
    }
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function isNameTaken(error: unknown): boolean {
  return sqlState(error) === '23505' && String((error as Error).message).includes('connection_name');
}

function recordOf(id: string): string {
  return `connection:${id}`;
}

function hookOf(id: string): string {
  return `hook:${id}`;
}
