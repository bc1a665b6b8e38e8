import { DomainError } from '@posture/domain';
import type { Actor, Link, OpenLink, SecretText, SyncProgress } from '@posture/domain';
import { freeName } from '@posture/inventory';
import type { Connection, ConnectionStore, ConnectionWords, NewCredential } from '@posture/inventory';
import { Secret } from '@posture/platform';
import type { AppConfig, Clock } from '@posture/platform';
import type { Providers } from './providers';

/**
 * A tenant to connect as its operator named it. Nothing is checked yet; the credential is shown to nobody but the
 * provider.
 */
export interface ConnectRequest extends Partial<ConnectionWords> {
  readonly provider: string;
  /** As a person types it. */
  readonly address: string;
  /** The connector's own text of a credential. */
  readonly credential: SecretText;
  /** As its operator says; null: not said. */
  readonly credentialExpiresAt?: Date | null;
  readonly createdBy?: Actor;
  /** Whether it is read at once, without being asked to. Default false. */
  readonly isDueAtOnce?: boolean;
}

/** A credential for a tenant that is connected. */
export interface CredentialRequest extends Pick<ConnectRequest, 'credential' | 'credentialExpiresAt'> {
  /** Another address of the same tenant, to go by from now on; undefined: the one it has. */
  readonly address?: string;
}

/** A credential that was tried: it is the tenant's. */
interface Tried {
  readonly tenantId: string;
  readonly orgUrl: string;
  readonly kept: NewCredential;
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
   * Connects a tenant that is not connected. The credential is tried first: a wrong one leaves everything as it was.
   * @param id of the connection; one that was made under it is the answer
   * @throws {DomainError} naming the input at fault, `connection.already_exists`, `connection.name_taken`
   */
  async create(request: ConnectRequest, signal?: AbortSignal, id?: string): Promise<Connection> {
    return this.#create(request, await this.#try(request.provider, request.address, request, signal), id);
  }

  /**
   * Connects a tenant, or gives an existing connection the new credential. The credential is tried first: a wrong one,
   * or one of another tenant, leaves everything as it was.
   * @throws {DomainError} naming the input at fault, `connection.other_org`
   */
  async connect(request: ConnectRequest, signal?: AbortSignal): Promise<Connection> {
    const tried = await this.#try(request.provider, request.address, request, signal);
    const known = await this.connections.findByOrgUrl(request.provider, tried.orgUrl);
    return known === null ? this.#create(request, tried) : this.#replace(known, tried, 'address');
  }

  /**
   * Another credential of the same tenant in the place of the one before, which is destroyed. It is tried first.
   * @throws {DomainError} naming the input at fault, `connection.not_found`, `connection.removed`, `connection.other_org`
   */
  async replaceCredential(
    id: string,
    { address, ...given }: CredentialRequest,
    signal?: AbortSignal,
  ): Promise<Connection> {
    const known = await this.connections.active(id);
    const tried = await this.#try(known.provider, address ?? known.orgUrl, given, signal);
    return this.#replace(known, tried, address === undefined ? 'credential' : 'address');
  }

  /** A way to the connection's tenant with its stored credential. Close it when done. @throws {DomainError} `connection.removed` */
  async open(
    { id, provider, orgUrl, mode }: Connection,
    choices: readonly string[] = [],
    onProgress?: (progress: SyncProgress) => void,
  ): Promise<Link> {
    const credential = await this.connections.credential(id);
    return this.#open(provider, { address: orgUrl, credential, mode, read: { choices }, onProgress });
  }

  async #create(
    { name, credential: _, address: __, ...words }: ConnectRequest,
    tried: Tried,
    id?: string,
  ): Promise<Connection> {
    const { orgUrl, tenantId, kept } = tried;
    for (;;) {
      const taken = name === undefined ? (await this.connections.list()).map((known) => known.name) : [];
      const called = name ?? freeName(this.providers.get(words.provider).title, taken);
      try {
        return await this.connections.create({ ...words, ...kept, orgUrl, tenantId, name: called }, id);
      } catch (error) {
        // Nobody asked for that name; somebody else was given it meanwhile.
        if (name !== undefined || !(error instanceof DomainError && error.code === 'connection.name_taken'))
          throw error;
      }
    }
  }

  async #replace(known: Connection, { tenantId, orgUrl, kept }: Tried, field: string): Promise<Connection> {
    if (known.tenantId !== null && known.tenantId !== tenantId) throw otherTenant(hostOf(known.orgUrl), field);
    return this.connections.replaceCredential(known.id, { tenantId, orgUrl }, kept);
  }

  async #try(
    provider: string,
    address: string,
    { credential, credentialExpiresAt }: CredentialRequest,
    signal?: AbortSignal,
  ): Promise<Tried> {
    const link = await this.#open(provider, { address, credential });
    try {
      const tenantId = await link.identify(signal);
      const { origin: orgUrl, credentialKind, credentialHint } = link;
      const shown = { credentialKind, credentialHint, credentialExpiresAt };
      return { tenantId, orgUrl, kept: { ...shown, credential: new Secret(credential.reveal()) } };
    } finally {
      await link.close();
    }
  }

  #open(provider: string, request: Omit<OpenLink, 'clock' | 'allowLoopback'>): Promise<Link> {
    const { allowLoopback } = this.config;
    return this.providers.get(provider).open({ ...request, allowLoopback, clock: this.clock });
  }
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}

function otherTenant(host: string, field: string): DomainError {
  return new DomainError(
    'connection.other_org',
    'conflict',
    `What answers at ${host} with this credential is another tenant than the one connected before.`,
    {
      field,
      remedy:
        'Give a credential of the tenant that is connected, or delete the connection and connect the other tenant.',
    },
  );
}
