import type { Bodies } from '../client/server';
import type { Places, Told } from './area';

/** A connection, and how it goes with it. */
export type ToldConnection = Told<'ConnectionBody'>;

/** What a credential may read, of whichever kind it is. */
export type ToldProbe = Omit<Probe, 'credential' | 'plan'> & {
  readonly credential: Omit<Probe['credential'], 'kind'> & { readonly kind: string };
  readonly plan: Omit<Probe['plan'], 'byBucket'> & { readonly byBucket: Readonly<Partial<Record<string, number>>> };
};

type Probe = Told<'ProbeBody'>;

export interface SyncAsked {
  readonly profile: Bodies['Profile'];
  readonly factors: Bodies['FactorScope'];
  readonly includeClientSecrets: boolean;
  readonly acceptDisappearance: boolean;
}

/** Connections by their id, domain or name; undefined where there is only one. */
export interface ConnectionsArea {
  /** Oldest first. */
  list(): Promise<readonly ToldConnection[]>;
  /** @throws {DomainError} `connection.not_found`, `connection.ambiguous`; as the others do */
  get(connection: string | undefined): Promise<ToldConnection>;
  /** What its credential may read. @throws {DomainError} what the provider's refusal says */
  test(connection: string | undefined): Promise<ToldProbe>;
  /** Reads and judges. @returns the run, not ended yet @throws {DomainError} `sync.needs_server`, `sync.already_running` */
  sync(connection: string | undefined, asked: SyncAsked): Promise<Told<'SyncBody'>>;
}

export const CONNECTIONS: Places<ConnectionsArea> = {
  here: async () => (await import('./connections.here')).connectionsHere,
  there: async () => (await import('./connections.there')).connectionsThere,
};
