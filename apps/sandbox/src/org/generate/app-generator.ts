import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import type { AppKind } from './app-wire';
import { appWire } from './app-wire';
import type { Dice } from './dice';
import type { Instants } from './instants';
import type { Layout } from './layout';
import { APP_NOUNS, DOMAIN } from './names';
import type { OktaIds } from './okta-ids';

export interface AppWorld {
  readonly dice: Dice;
  readonly ids: OktaIds;
  readonly instants: Instants;
  readonly layout: Layout;
  /** Sign-on policies by first-party ordinal, and the one all other apps have. Null in a Classic org. */
  readonly policies: {
    readonly firstParty: readonly string[];
    readonly workforce: string;
    readonly enrollment: string;
  } | null;
  readonly zoneId: string;
}

const FIRST_PARTY: readonly (readonly [name: string, label: string])[] = [
  ['saasure', 'Okta Admin Console'],
  ['okta_enduser', 'Okta Dashboard'],
  ['okta_browser_plugin', 'Okta Browser Plugin'],
];
export const FIRST_PARTY_APPS = FIRST_PARTY.length;

export function generateApp(world: AppWorld, ordinal: number): Wire {
  const { dice, ids, instants, policies } = world;
  const id = ids.encode('0oa', ordinal);
  const first = FIRST_PARTY[ordinal];
  const kind = kindOf(world, ordinal);
  const label = first?.[1] ?? `${dice.pick('app', ordinal, APP_NOUNS)} ${ordinal}`;
  return appWire({
    id,
    orgId: ids.named('00o', 'org'),
    kind,
    ...(first ? { name: first[0] } : {}),
    label: kind === 'service' ? `Job runner ${ordinal}` : label,
    status: isInactive(world, ordinal) ? 'INACTIVE' : 'ACTIVE',
    created: instants.daysAgo(100 + dice.int('app-created', ordinal, 1500)),
    host: `app${ordinal}.${DOMAIN}`,
    owner: `platform@${DOMAIN}`,
    kid: signingKid(ids, ordinal),
    accessPolicyId: policies && (policies.firstParty[ordinal] ?? policies.workforce),
    profileEnrollmentPolicyId: policies && policies.enrollment,
    zoneId: world.zoneId,
    jwks: kind === 'service' ? generateJwks(world, ordinal) : [],
  });
}

export function kindOf({ dice, layout }: Pick<AppWorld, 'dice' | 'layout'>, ordinal: number): AppKind {
  if (ordinal < FIRST_PARTY_APPS) return 'first-party';
  if (ordinal < layout.oidcFrom) return 'service';
  if (ordinal < layout.oidcTo) return dice.pick<AppKind>('oidc-kind', ordinal, ['web', 'web', 'browser', 'native']);
  return dice.pick<AppKind>('app-kind', ordinal, ['saml', 'saml', 'saml', 'saml', 'bookmark']);
}

function isInactive(world: AppWorld, ordinal: number): boolean {
  return ordinal >= world.layout.oidcTo && world.dice.chance('app-inactive', ordinal, 0.03);
}

/** Ordinals of the groups an application is assigned to; `granting` are the groups that give applications. */
export function generateAppGroups(world: AppWorld, ordinal: number, granting: readonly number[]): number[] {
  if (kindOf(world, ordinal) === 'service' || ordinal < FIRST_PARTY_APPS || isInactive(world, ordinal)) return [];
  const count = Math.min(granting.length, world.dice.int('app-groups', ordinal, world.layout.groupsPerApp + 1));
  const from = world.dice.int('app-groups-from', ordinal, granting.length);
  return Array.from({ length: count }, (_, n) => granting[(from + n) % granting.length] as number);
}

/** Ordinals of the users an application is assigned to directly: a few of the staff. */
export function generateDirectUsers(world: AppWorld, ordinal: number): number[] {
  const { dice, layout } = world;
  if (kindOf(world, ordinal) === 'service' || ordinal < FIRST_PARTY_APPS || isInactive(world, ordinal)) return [];
  const count = Math.min(layout.staff, dice.int('direct', ordinal, layout.directAssignments + 1));
  const from = dice.int('direct-from', ordinal, layout.staff);
  return Array.from({ length: count }, (_, n) => layout.staffFrom + ((from + n) % layout.staff)).sort((a, b) => a - b);
}

export function signingKid(ids: OktaIds, ordinal: number): string {
  return ids.named('kid', `signing-${ordinal}`);
}

/** The two keys of a service app's key set. */
export function generateJwks({ dice, ids, instants }: AppWorld, ordinal: number): Wire[] {
  return [0, 1].map((n) => {
    const created = instants.daysAgo(20 + 60 * n + dice.int('jwk', ordinal, 40));
    return jwkWire(
      ids.encode('pks', ordinal * 2 + n),
      ids.named('kid', `jwk-${ordinal}-${n}`),
      created,
      dice,
      ordinal * 2 + n,
    );
  });
}

/** A registered public key. The modulus is invented: nobody holds the private half. */
export function jwkWire(id: string, kid: string, created: string, dice: Dice, serial: number): Wire {
  const bytes = Buffer.alloc(256);
  for (let i = 0; i < 64; i++) bytes.writeUInt32BE(dice.u32(`modulus-${i}`, serial), i * 4);
  bytes[0] = 0xc0;
  bytes[255] = (bytes[255] as number) | 1;
  return {
    id,
    kid,
    kty: 'RSA',
    alg: 'RS256',
    use: 'sig',
    e: 'AQAB',
    n: bytes.toString('base64url'),
    status: 'ACTIVE',
    created,
    lastUpdated: created,
  };
}

/** Clear-text client secrets of an app that authenticates with one, as Okta answers them. */
export function generateSecrets({ dice, ids, instants, layout }: AppWorld, ordinal: number): Wire[] {
  if (kindOf({ dice, layout }, ordinal) !== 'web') return [];
  return [
    secretWire(
      ids.encode('ocs', ordinal),
      ids.encode('0oa', ordinal),
      instants.daysAgo(10 + dice.int('secret', ordinal, 75)),
    ),
  ];
}

export function secretWire(id: string, appId: string, created: string): Wire {
  return {
    id,
    created,
    lastUpdated: created,
    status: 'ACTIVE',
    secret_hash: `${id.slice(3, 12)}_${id.slice(12)}`,
    client_secret: `cs-${appId.slice(3)}-${id.slice(3)}`,
    _links: { self: { href: `${ORG_ORIGIN}/api/v1/apps/${appId}/credentials/secrets/${id}` } },
  };
}

/** A signing certificate of an application or IdP, as `…/credentials/keys` answers it. */
export function signingKeyWire(kid: string, created: string, expiresAt: string): Wire {
  return {
    id: kid,
    kid,
    kty: 'RSA',
    use: 'sig',
    e: 'AQAB',
    n: Buffer.from(kid.repeat(8)).toString('base64url'),
    created,
    lastUpdated: created,
    expiresAt,
    x5c: [Buffer.from(`certificate ${kid}`).toString('base64')],
    'x5t#S256': Buffer.from(kid).toString('base64url'),
  };
}
