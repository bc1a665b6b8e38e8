import type { ConnectionScope } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable, Secret, SecretBox } from '@posture/platform';
import { isUuid, uuidv7 } from '@posture/platform';
import { In, Not } from 'typeorm';
import { createConnectionTables, dropConnectionTables, dropStageTables } from '../partitions';
import { ConnectionEntity } from './connection.entity';

/** Our link to one tenant. The credential is never part of it. */
export interface Connection {
  readonly id: string;
  readonly provider: string;
  /** Origin of the tenant, such as `https://acme.example`. */
  readonly orgUrl: string;
  /** The provider's id of the tenant; null until it was probed. */
  readonly tenantId: string | null;
  readonly name: string;
  readonly credentialKind: string;
  /** When the secret of its event hook was made; null: it has none, and nobody is listened to. */
  readonly hookMadeAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewConnection {
  readonly provider: string;
  readonly orgUrl: string;
  readonly tenantId?: string | null;
  readonly name: string;
  readonly credentialKind: string;
  /** JSON text the connector understands. */
  readonly credential: Secret;
}

export type ConnectionChange = Partial<Pick<NewConnection, 'name' | 'tenantId' | 'credentialKind' | 'credential'>>;

/** Keeps connections; one per tenant. Credentials are sealed for their connection. */
export class ConnectionStore {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} `connection.already_exists` when the tenant is connected already */
  async create(wanted: NewConnection): Promise<Connection> {
    const id = uuidv7();
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await this.refuseDuplicate(wanted.provider, wanted.orgUrl, wanted.tenantId ?? null, id, tx);
      await tx.repository(ConnectionEntity).insert({
        id,
        provider: wanted.provider,
        orgUrl: wanted.orgUrl,
        tenantId: wanted.tenantId ?? null,
        name: wanted.name,
        credentialKind: wanted.credentialKind,
        credentialSealed: this.secrets.seal(wanted.credential, recordOf(id)),
        hookSealed: null,
        hookMadeAt: null,
        createdAt: now,
        updatedAt: now,
      });
      await createConnectionTables(id, tx);
      return this.get(id, tx);
    });
  }

  /** @throws {DomainError} `connection.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Connection> {
    const row = isUuid(id) ? await tx.repository(ConnectionEntity).findOneBy({ id }) : null;
    if (row === null) throw notFound(id);
    return row;
  }

  /** null when the tenant is not connected. */
  async findByOrgUrl(provider: NewConnection['provider'], orgUrl: string): Promise<Connection | null> {
    return this.database.repository(ConnectionEntity).findOneBy({ provider, orgUrl });
  }

  /** Oldest first. @param sees of these only */
  async list(sees: ConnectionScope = null): Promise<Connection[]> {
    const where = sees === null ? {} : { id: In([...sees]) };
    return this.database.repository(ConnectionEntity).find({ where, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** The credential as it was given. @throws {DomainError} `connection.not_found`, `secret.unreadable` */
  async credential(id: string): Promise<Secret> {
    const row = isUuid(id)
      ? await this.database
          .repository(ConnectionEntity)
          .findOne({ where: { id }, select: { id: true, credentialSealed: true } })
      : null;
    if (row === null) throw notFound(id);
    return this.secrets.unseal(row.credentialSealed, recordOf(id));
  }

  /** @throws {DomainError} `connection.not_found`, `connection.already_exists` */
  async update(id: string, change: ConnectionChange): Promise<Connection> {
    return this.database.transaction(async (tx) => {
      const before = await this.get(id, tx);
      await this.refuseDuplicate(before.provider, before.orgUrl, change.tenantId ?? before.tenantId, id, tx);
      const { name, tenantId, credentialKind, credential } = change;
      // What is undefined is left as it is.
      await tx.repository(ConnectionEntity).update(
        { id },
        {
          name,
          tenantId,
          credentialKind,
          credentialSealed: credential && this.secrets.seal(credential, recordOf(id)),
          updatedAt: this.clock.now(),
        },
      );
      return this.get(id, tx);
    });
  }

  /** @param secret null takes the event hook away. @throws {DomainError} `connection.not_found` */
  async setHook(id: string, secret: Secret | null): Promise<void> {
    const hookSealed = secret && this.secrets.seal(secret, hookOf(id));
    const hookMadeAt = secret && this.clock.now();
    await this.get(id);
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

  private async refuseDuplicate(
    provider: NewConnection['provider'],
    orgUrl: string,
    tenantId: string | null,
    id: string,
    tx: Queryable,
  ): Promise<void> {
    const same = [{ orgUrl }, ...(tenantId === null ? [] : [{ tenantId }])];
    const twin = await tx
      .repository(ConnectionEntity)
      .findOneBy(same.map((tenant) => ({ ...tenant, provider, id: Not(id) })));
    if (twin === null) return;
    throw new DomainError(
      'connection.already_exists',
      'conflict',
      `${orgUrl} is connected already, as "${twin.name}".`,
      {
        field: 'address',
        remedy: `Use connection ${twin.id}, or delete it first.`,
        details: { connectionId: twin.id },
      },
    );
  }
}

function recordOf(id: string): string {
  return `connection:${id}`;
}

function hookOf(id: string): string {
  return `hook:${id}`;
}

function notFound(id: string): DomainError {
  return new DomainError('connection.not_found', 'not_found', `There is no connection ${id}.`, {
    field: 'id',
    remedy: 'List the connections to see their ids.',
  });
}
