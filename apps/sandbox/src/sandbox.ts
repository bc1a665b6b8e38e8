import { systemNow } from './http/clock';
import type { FaultSwitch } from './http/faults';
import { serveOrg, type ServeOptions } from './http/serve-org';
import type { TrafficStats } from './http/traffic';
import type { SystemLog } from './log/system-log';
import type { Rng } from './org/generate/rng';
import { randomChange } from './org/change/random-change';
import { createOrg, type Change, type Jwk, type OrgOptions, type Principal, type SandboxOrg } from './org';

export interface SandboxOptions extends Omit<OrgOptions, 'now'>, ServeOptions {
  /** The instant the org stands at: all ages are relative to it. Default: the clock's. */
  readonly asOf?: Date;
}

export interface SandboxToken {
  readonly name: string;
  /** Admin roles of its owner; empty when the owner holds none. */
  readonly roles: readonly string[];
  /** Sent as `Authorization: SSWS <value>`. */
  readonly value: string;
}

export interface SandboxClient {
  readonly name: string;
  /** The client id. */
  readonly id: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** Set for a service app of the sandbox's own: signs its `private_key_jwt` assertions. */
  readonly privateKey: Jwk | null;
  readonly algorithm: 'RS256' | 'ES256' | null;
  /** Set for an API service integration: sent by Basic. */
  readonly secret: string | null;
  readonly dpop: boolean;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, or https when a certificate was given. */
  readonly url: string;
  readonly port: number;
  readonly org: SandboxOrg;
  readonly faults: FaultSwitch;
  /** The System Log: append, attach a history, play a story. Changes of `org` write to it by themselves. */
  readonly log: SystemLog;
  /** Picks a change the org can undergo, and makes it. The same org and draws, the same change. */
  randomChange(rng: Rng): Change;
  /** The sandbox's own tokens, which show in no list of the org. */
  readonly tokens: readonly SandboxToken[];
  /** The sandbox's own clients, which show in no list of the org. */
  readonly clients: readonly SandboxClient[];
  /**
   * The value of the first token usable from anywhere, the sandbox's own before those of the org, whose owner holds exactly that standard
   * role; `none` asks for an owner without any role.
   * @throws Error when no token's owner does
   */
  tokenOf(role: string): string;
  stats(): TrafficStats;
  resetStats(): void;
  stop(): Promise<void>;
}

/** Builds an org from its seed, size and scenario and serves it on the loopback address. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? systemNow;
  const served = await serveOrg(createOrg({ ...options, now: options.asOf ?? new Date(now()) }), options);
  const { org } = served;
  const own = org.principals.filter(({ listed }) => !listed);
  return {
    ...served,
    tokens: own.flatMap((principal) => (principal.kind === 'token' ? [tokenOf(org, principal)] : [])),
    clients: own.flatMap((principal) => (principal.kind === 'token' ? [] : [clientOf(org, principal)])),
    randomChange: (rng) => {
      const change = randomChange(org, rng);
      org.mutate(change);
      return change;
    },
    tokenOf: (role) => tokenWithRole(org, role),
  };
}

function tokenWithRole(org: SandboxOrg, role: string): string {
  const wanted = role === 'none' ? '' : role;
  const tokens = org.principals.filter((principal) => principal.kind === 'token').filter(usableHere);
  for (const token of [...tokens.filter(({ listed }) => !listed), ...tokens.filter(({ listed }) => listed)]) {
    const rights = org.rightsOf(token.id);
    if (rights && rights.permissions.length === 0 && rights.roles.join() === wanted) return token.value;
  }
  throw new Error(`no token of this org belongs to a holder of ${role}`);
}

/** A token bound to a network zone is refused on the loopback address. */
function usableHere({ network }: Extract<Principal, { kind: 'token' }>): boolean {
  return network.connection === 'ANYWHERE';
}

function tokenOf(org: SandboxOrg, token: Extract<Principal, { kind: 'token' }>): SandboxToken {
  return { name: token.name, roles: org.rightsOf(token.id)?.roles ?? [], value: token.value };
}

function clientOf(org: SandboxOrg, client: Exclude<Principal, { kind: 'token' }>): SandboxClient {
  const rights = org.rightsOf(client.id);
  const key = client.kind === 'service-app' ? (client.privateKey ?? null) : null;
  return {
    name: client.name,
    id: client.id,
    scopes: client.scopes,
    // An integration holds no role: its scopes alone bound it.
    roles: client.kind === 'integration' ? [] : (rights?.roles ?? []),
    permissions: client.kind === 'integration' ? [] : (rights?.permissions ?? []),
    privateKey: key,
    algorithm: key === null ? null : key.kty === 'EC' ? 'ES256' : 'RS256',
    secret: client.kind === 'integration' ? (client.secrets[0] ?? null) : null,
    dpop: client.kind === 'service-app' && client.dpop,
  };
}
