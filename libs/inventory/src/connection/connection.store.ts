import type { JsonObject } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable, Secret, SecretBox } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import { createConnectionTables, dropConnectionTables, dropStageTables } from '../partitions';

/** Our link to one tenant. The credential is never part of it. */
export interface Connection {
  readonly id: string;
  readonly provider: 'okta';
  /** Origin of the tenant, such as `https://acme.okta.example`. */
  readonly orgUrl: string;
  /** The provider's id of the tenant; null until it was probed. */
  readonly tenantId: string | null;
  readonly name: string;
  readonly credentialKind: string;
  /** What the connector and flows keep with the connection; holds no secret. */
  readonly settings: JsonObject;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewConnection {
  readonly provider: 'okta';
  readonly orgUrl: string;
  readonly tenantId?: string | null;
  readonly name: string;
  readonly credentialKind: string;
  /** JSON text the connector understands. */
  readonly credential: Secret;
  readonly settings?: JsonObject;
}

export type ConnectionChange = Partial<
  Pick<NewConnection, 'name' | 'tenantId' | 'credentialKind' | 'credential' | 'settings'>
>;

const COLUMNS = `id, provider, org_url as "orgUrl", tenant_id as "tenantId", name, credential_kind as "credentialKind",
  settings, created_at as "createdAt", updated_at as "updatedAt"`;

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
      const [connection] = await tx.query<Connection>(
        `insert into connection
           (id, provider, org_url, tenant_id, name, credential_kind, credential_sealed, settings, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning ${COLUMNS}`,
        [
          id,
          wanted.provider,
          wanted.orgUrl,
          wanted.tenantId ?? null,
          wanted.name,
          wanted.credentialKind,
          this.secrets.seal(wanted.credential, recordOf(id)),
          JSON.stringify(wanted.settings ?? {}),
          now,
        ],
      );
      await createConnectionTables(id, tx);
      return connection!;
    });
  }

  /** @throws {DomainError} `connection.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Connection> {
    const [connection] = isUuid(id)
      ? await tx.query<Connection>(`select ${COLUMNS} from connection where id = $1`, [id])
      : [];
    if (connection === undefined) throw notFound(id);
    return connection;
  }

  /** null when the tenant is not connected. */
  async findByOrgUrl(provider: string, orgUrl: string): Promise<Connection | null> {
    const rows = await this.database.query<Connection>(
      `select ${COLUMNS} from connection where provider = $1 and org_url = $2`,
      [provider, orgUrl],
    );
    return rows[0] ?? null;
  }

  /** Oldest first. */
  async list(): Promise<Connection[]> {
    return this.database.query<Connection>(`select ${COLUMNS} from connection order by created_at, id`);
  }

  /** The credential as it was given. @throws {DomainError} `connection.not_found`, `secret.unreadable` */
  async credential(id: string): Promise<Secret> {
    const [row] = isUuid(id)
      ? await this.database.query<{ sealed: string }>(
          `select credential_sealed as sealed from connection where id = $1`,
          [id],
        )
      : [];
    if (row === undefined) throw notFound(id);
    return this.secrets.unseal(row.sealed, recordOf(id));
  }

  /** @throws {DomainError} `connection.not_found`, `connection.already_exists` */
  async update(id: string, change: ConnectionChange): Promise<Connection> {
    return this.database.transaction(async (tx) => {
      const before = await this.get(id, tx);
      await this.refuseDuplicate(before.provider, before.orgUrl, change.tenantId ?? before.tenantId, id, tx);
      const [after] = await tx.query<Connection>(
        `update connection set name = $2, tenant_id = $3, credential_kind = $4, settings = $5,
           credential_sealed = coalesce($6, credential_sealed), updated_at = $7
         where id = $1 returning ${COLUMNS}`,
        [
          id,
          change.name ?? before.name,
          change.tenantId === undefined ? before.tenantId : change.tenantId,
          change.credentialKind ?? before.credentialKind,
          JSON.stringify(change.settings ?? before.settings),
          change.credential === undefined ? null : this.secrets.seal(change.credential, recordOf(id)),
          this.clock.now(),
        ],
      );
      return after!;
    });
  }

  /** Removes the connection with its syncs and inventory. @throws {DomainError} `connection.not_found` */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.get(id, tx);
      const syncs = await tx.query<{ id: string }>('select id from sync where connection_id = $1 for update', [id]);
      for (const sync of syncs) await dropStageTables(sync.id, tx);
      await dropConnectionTables(id, tx);
      await tx.query('delete from connection where id = $1', [id]);
    });
  }

  private async refuseDuplicate(
    provider: string,
    orgUrl: string,
    tenantId: string | null,
    id: string,
    tx: Queryable,
  ): Promise<void> {
    const [twin] = await tx.query<{ id: string; name: string }>(
      `select id, name from connection
       where provider = $1 and (org_url = $2 or tenant_id = $3) and id <> $4 limit 1`,
      [provider, orgUrl, tenantId, id],
    );
    if (twin === undefined) return;
    throw new DomainError(
      'connection.already_exists',
      'conflict',
      `${orgUrl} is connected already, as "${twin.name}".`,
      {
        field: 'orgUrl',
        remedy: `Use connection ${twin.id}, or delete it first.`,
        details: { connectionId: twin.id },
      },
    );
  }
}

function recordOf(id: string): string {
  return `connection:${id}`;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function notFound(id: string): DomainError {
  return new DomainError('connection.not_found', 'not_found', `There is no connection ${id}.`, {
    field: 'id',
    remedy: 'List the connections to see their ids.',
  });
}
