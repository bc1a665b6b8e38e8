import { DomainError } from '@posture/domain';
import type { Link, OpenLink, SecretText, SyncProgress } from '@posture/domain';
import type { Connection, ConnectionStore } from '@posture/inventory';
import { Secret } from '@posture/platform';
import type { AppConfig, Clock } from '@posture/platform';
import type { Providers } from './providers';

/**
 * A tenant to connect as its operator named it. Nothing is checked yet; the credential is shown to nobody but the
 * provider.
 */
export interface ConnectRequest {
  readonly provider: string;
  /** As a person types it. */
  readonly address: string;
  /** The connector's own text of a credential. */
  readonly credential: SecretText;
  readonly name?: string;
}

/** Our links to tenants: made, given a new credential, opened. */
export class ConnectionFlow {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Connects a tenant, or gives an existing connection the new credential. The credential is tried first: a wrong one,
   * or one of another tenant, leaves everything as it was.
   * @throws {DomainError} naming the input at fault, `connection.credential_other_org`
   */
  async connect(request: ConnectRequest, signal?: AbortSignal): Promise<Connection> {
    const { provider, address, credential, name } = request;
    const link = await this.#open(provider, { address, credential });
    try {
      const tenantId = await link.identify(signal);
      const orgUrl = link.origin;
      const { credentialKind } = link;
      const wanted = { tenantId, credentialKind, credential: new Secret(credential.reveal()) };
      const known = await this.connections.findByOrgUrl(provider, orgUrl);
      if (known === null)
        return await this.connections.create({ ...wanted, provider, orgUrl, name: name ?? hostOf(orgUrl) });
      if (known.tenantId !== null && known.tenantId !== tenantId) throw otherTenant(hostOf(orgUrl));
      return await this.connections.update(known.id, { ...wanted, name: name ?? known.name });
    } finally {
      await link.close();
    }
  }

  /** A way to the connection's tenant with its stored credential. Close it when done. */
  async open(
    { id, provider, orgUrl }: Connection,
    choices: readonly string[] = [],
    onProgress?: (progress: SyncProgress) => void,
  ): Promise<Link> {
    const credential = await this.connections.credential(id);
    return this.#open(provider, { address: orgUrl, credential, read: { choices }, onProgress });
  }

  #open(provider: string, request: Omit<OpenLink, 'clock' | 'allowLoopback'>): Promise<Link> {
    const { allowLoopback } = this.config;
    return this.providers.get(provider).open({ ...request, allowLoopback, clock: this.clock });
  }
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}

function otherTenant(host: string): DomainError {
  return new DomainError(
    'connection.credential_other_org',
    'conflict',
    `${host} now answers as another tenant than the one connected before.`,
    {
      field: 'address',
      remedy: 'Connect it under its own data directory, or delete the old connection first.',
    },
  );
}
