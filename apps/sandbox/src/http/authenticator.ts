import { BlockList, isIP } from 'node:net';
import type { Principal, Rights, SandboxOrg } from '../org/org';
import type { AccessTokens } from './access-tokens';
import type { DpopVerifier } from './dpop';
import { DPOP_ALGORITHMS, InvalidProof } from './dpop';
import type { OktaError } from './okta-error';
import { EmptyRefusal, oktaError } from './okta-error';

export interface Caller {
  readonly id: string;
  /** Null for an API token: its owner's rights bound it, not scopes. */
  readonly scopes: ReadonlySet<string> | null;
  readonly rights: Rights;
  /** The user a token belongs to; a client has none. */
  readonly ownerId: string | null;
  readonly kind: Principal['kind'];
}

export interface Credentials {
  readonly authorization: string | undefined;
  readonly dpop: string | undefined;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly remoteAddress: string;
}

/** An integration needs no admin role: its granted scopes alone bound it. */
const BOUNDED_BY_SCOPES: Rights = { roles: ['SUPER_ADMIN'], permissions: [] };

export class Authenticator {
  constructor(
    private readonly org: SandboxOrg,
    private readonly tokens: AccessTokens,
    private readonly dpop: DpopVerifier,
  ) {}

  /** Who the request claims to be, before any check: what rate limits are counted by. */
  principalOf(authorization: string | undefined): string {
    const { scheme, value } = parse(authorization);
    if (scheme === 'ssws') return this.tokenByValue(value)?.id ?? 'anonymous';
    return scheme === 'bearer' || scheme === 'dpop' ? (this.tokens.find(value)?.clientId ?? 'anonymous') : 'anonymous';
  }

  /** @throws OktaError or EmptyRefusal as Okta answers credentials it does not accept */
  async authenticate(credentials: Credentials): Promise<Caller> {
    const { scheme, value } = parse(credentials.authorization);
    if (scheme === 'ssws') return this.byToken(value, credentials.remoteAddress);
    if (scheme === 'bearer' || scheme === 'dpop') return this.byAccessToken(scheme, value, credentials);
    throw oktaError('E0000005');
  }

  private byToken(value: string, remoteAddress: string): Caller {
    const token = this.tokenByValue(value);
    if (!token || Date.parse(token.expiresAt) <= this.org.now().getTime()) throw oktaError('E0000011');
    const rights = this.org.rightsOf(token.id);
    if (!rights) throw oktaError('E0000011');
    if (token.network.connection === 'ZONE' && !this.inZones(token.network.include, remoteAddress)) {
      throw oktaError('E0000006');
    }
    return { id: token.id, scopes: null, rights, ownerId: token.ownerId, kind: 'token' };
  }

  private async byAccessToken(scheme: 'bearer' | 'dpop', value: string, credentials: Credentials): Promise<Caller> {
    const { origin, path, method } = credentials;
    const token = this.tokens.find(value);
    const client = token ? this.org.principals.find(({ id }) => id === token.clientId) : undefined;
    const rights = client ? this.org.rightsOf(client.id) : undefined;
    if (!token || !client || !rights) throw invalidToken(origin, path);
    if (token.keyThumbprint !== null) {
      const url = `${origin}${path}`;
      if (scheme !== 'dpop' || credentials.dpop === undefined) {
        throw invalidProof(origin, path, 'The DPoP proof JWT header is missing.');
      }
      try {
        const proof = await this.dpop.verify(credentials.dpop, { method, url, accessToken: value });
        if (proof.keyThumbprint !== token.keyThumbprint) {
          throw new InvalidProof('The DPoP proof JWT is not signed by the key the access token is bound to.');
        }
      } catch (cause) {
        if (cause instanceof InvalidProof) throw invalidProof(origin, path, cause.message);
        throw cause;
      }
    } else if (scheme === 'dpop') {
      throw invalidToken(origin, path);
    }
    return {
      id: client.id,
      scopes: token.scopes,
      rights: client.kind === 'integration' ? BOUNDED_BY_SCOPES : rights,
      ownerId: null,
      kind: client.kind,
    };
  }

  private tokenByValue(value: string): Extract<Principal, { kind: 'token' }> | undefined {
    for (const principal of this.org.principals) {
      if (principal.kind === 'token' && principal.value === value) return principal;
    }
    return undefined;
  }

  private inZones(zoneIds: readonly string[], remoteAddress: string): boolean {
    const allowed = new BlockList();
    const zones = this.org.list('zones');
    for (const id of zoneIds) {
      const gateways = zones.find(id)?.gateways;
      if (Array.isArray(gateways)) for (const gateway of gateways) addGateway(allowed, gateway);
    }
    const address = remoteAddress.replace(/^::ffff:/, '');
    return isIP(address) !== 0 && allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
}

/** @throws EmptyRefusal 403 naming the scope in `www-authenticate`, as Okta answers a missing scope */
export function demandScope(caller: Caller, scope: string | null, origin: string, path: string): void {
  if (scope === null || caller.scopes === null || caller.scopes.has(scope)) return;
  throw scopeMissing(scope, origin, path);
}

export function scopeMissing(scope: string, origin: string, path: string): EmptyRefusal {
  return new EmptyRefusal(403, {
    'www-authenticate':
      `Bearer authorization_uri="${origin}/oauth2/v1/authorize", realm="${origin}", scope="${scope}", ` +
      `error="insufficient_scope", error_description="The access token provided does not contain the required scopes.", ` +
      `resource="${path}"`,
  });
}

function parse(authorization: string | undefined): { scheme: string; value: string } {
  const found = /^(\S+)\s+(.+)$/.exec(authorization ?? '');
  return { scheme: (found?.[1] ?? '').toLowerCase(), value: (found?.[2] ?? '').trim() };
}

function invalidToken(origin: string, path: string): OktaError {
  return oktaError('E0000011', {
    'www-authenticate':
      `Bearer authorization_uri="${origin}/oauth2/v1/authorize", realm="${origin}", error="invalid_token", ` +
      `error_description="The access token is invalid or has expired.", resource="${path}"`,
  });
}

function invalidProof(origin: string, path: string, description: string): EmptyRefusal {
  return new EmptyRefusal(400, {
    'www-authenticate':
      `DPoP algs="${DPOP_ALGORITHMS.join(' ')}", authorization_uri="${origin}/oauth2/v1/authorize", realm="${origin}", ` +
      `error="invalid_dpop_proof", error_description="${description}", resource="${path}"`,
  });
}

function addGateway(allowed: BlockList, gateway: unknown): void {
  const value = (gateway as { value?: unknown }).value;
  if (typeof value !== 'string') return;
  const family = value.includes(':') ? 'ipv6' : 'ipv4';
  const [from, to] = value.split('-');
  const [network, prefix] = value.split('/');
  if (from && to) allowed.addRange(from, to, family);
  else if (network && prefix) allowed.addSubnet(network, Number(prefix), family);
  else if (isIP(value)) allowed.addAddress(value, family);
}
