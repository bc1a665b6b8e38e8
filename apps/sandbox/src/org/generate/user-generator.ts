import type { UserStatus, Wire, WireUser } from '../org';
import { ORG_ORIGIN } from '../org';
import type { Dice } from './dice';
import type { Instants } from './instants';
import type { Layout, Population } from './layout';
import { CITIES, DEPARTMENTS, DOMAIN, FIRST_NAMES, LAST_NAMES } from './names';
import type { OktaIds } from './okta-ids';

/** The administrator whose account is the break-glass one. */
export const BREAK_GLASS_ORDINAL = 2;

/** What `userWire` needs; everything else follows from it. */
export interface UserTraits {
  readonly id: string;
  readonly status: UserStatus;
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly createdDaysAgo: number;
  readonly statusDaysAgo: number;
  /** Null: never. */
  readonly lastLoginDaysAgo: number | null;
  readonly passwordDaysAgo: number | null;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly typeId: string;
  readonly realmId: string | null;
}

export interface UserWorld {
  readonly dice: Dice;
  readonly ids: OktaIds;
  readonly instants: Instants;
  readonly layout: Layout;
  readonly population: Population;
  readonly typeId: string;
  readonly realmId: string | null;
}

/** The user at an ordinal: administrators, service accounts, staff, then deprovisioned users. */
export function generateUser(world: UserWorld, ordinal: number): WireUser {
  const { dice, ids, layout } = world;
  const firstName = dice.pick('first-name', ordinal, FIRST_NAMES);
  const lastName = dice.pick('last-name', ordinal, LAST_NAMES);
  const base = {
    id: ids.encode('00u', ordinal),
    firstName,
    lastName,
    typeId: world.typeId,
    realmId: world.realmId,
    passwordDaysAgo: 2 + dice.int('password', ordinal, 50),
    createdDaysAgo: 400 + dice.int('created', ordinal, 1800),
    lastLoginDaysAgo: dice.int('last-login', ordinal, 25_000) / 1000,
  };
  if (ordinal < layout.admins) {
    const breakGlass = ordinal === BREAK_GLASS_ORDINAL;
    return userWire(world.instants, {
      ...base,
      status: 'ACTIVE',
      statusDaysAgo: base.createdDaysAgo - 1,
      login: `${breakGlass ? 'break.glass' : `adm.${firstName}.${lastName}`.toLowerCase()}${ordinal}@${DOMAIN}`,
      profile: {
        ...person(world, ordinal, 'Information Technology', breakGlass ? 'Emergency access' : 'Administrator account'),
        managerId: ids.encode('00u', layout.staffFrom),
        manager: loginOf(world, layout.staffFrom),
      },
    });
  }
  if (ordinal < layout.staffFrom) {
    return userWire(world.instants, {
      ...base,
      status: 'ACTIVE',
      statusDaysAgo: base.createdDaysAgo - 1,
      login: `svc-${lastName.toLowerCase()}${ordinal}@${DOMAIN}`,
      firstName: 'Service',
      profile: {
        userType: 'Service',
        department: 'Information Technology',
        title: 'Service account',
        displayName: `svc-${lastName.toLowerCase()}${ordinal}`,
        managerId: ids.encode('00u', layout.staffFrom),
        manager: loginOf(world, layout.staffFrom),
      },
    });
  }
  if (ordinal < layout.present) return userWire(world.instants, staff(world, ordinal, base));
  const leftDaysAgo = 40 + dice.int('left', ordinal, 700);
  return userWire(world.instants, {
    ...base,
    status: 'DEPROVISIONED',
    login: loginOf(world, ordinal),
    createdDaysAgo: leftDaysAgo + 200 + dice.int('stayed', ordinal, 1500),
    statusDaysAgo: leftDaysAgo,
    lastLoginDaysAgo: leftDaysAgo + 1,
    passwordDaysAgo: leftDaysAgo + 30,
    profile: person(world, ordinal, ...job(world, ordinal)),
  });
}

function staff(
  world: UserWorld,
  ordinal: number,
  base: Omit<UserTraits, 'status' | 'statusDaysAgo' | 'login' | 'profile'>,
): UserTraits {
  const { dice, ids, layout, population: mess } = world;
  const place = ordinal - layout.staffFrom;
  const manager = layout.staffFrom + managerOf(place, layout.staff);
  const traits: UserTraits = {
    ...base,
    status: 'ACTIVE',
    statusDaysAgo: base.createdDaysAgo - 1,
    login: loginOf(world, ordinal),
    profile: {
      ...person(world, ordinal, ...job(world, ordinal)),
      managerId: ids.encode('00u', manager),
      manager: loginOf(world, manager),
    },
  };
  // Managers stay ACTIVE, and so do the first users, so that small orgs have somebody to work with.
  if (place % 10 === 0 || place < 12) return traits;

  let share = dice.u32('state', ordinal) / 0x1_0000_0000;
  const falls = (probability: number): boolean => (share -= probability) < 0;
  const never = { lastLoginDaysAgo: null, passwordDaysAgo: null };
  if (falls(0.003)) {
    return { ...traits, ...never, status: 'PROVISIONED', createdDaysAgo: 5, statusDaysAgo: 5 };
  }
  if (falls(0.002)) return { ...traits, status: 'SUSPENDED', statusDaysAgo: 6, lastLoginDaysAgo: 9 };
  if (falls(0.001)) return { ...traits, status: 'LOCKED_OUT', statusDaysAgo: 0.2, lastLoginDaysAgo: 1 };
  if (falls(0.001)) return { ...traits, status: 'PASSWORD_EXPIRED', statusDaysAgo: 3, lastLoginDaysAgo: 8 };
  if (falls(mess.inactive)) return { ...traits, lastLoginDaysAgo: 95 + dice.int('inactive', ordinal, 300) };
  if (falls(mess.neverSignedIn)) {
    return { ...traits, ...never, createdDaysAgo: 120, statusDaysAgo: 118 };
  }
  if (falls(mess.pendingStale)) {
    return { ...traits, ...never, status: 'PROVISIONED', createdDaysAgo: 140, statusDaysAgo: 139 };
  }
  if (falls(mess.lockedLong)) return { ...traits, status: 'LOCKED_OUT', statusDaysAgo: 40, lastLoginDaysAgo: 41 };
  if (falls(mess.suspendedLong)) return { ...traits, status: 'SUSPENDED', statusDaysAgo: 150, lastLoginDaysAgo: 160 };
  if (falls(mess.passwordExpiredLong)) {
    return { ...traits, status: 'PASSWORD_EXPIRED', statusDaysAgo: 60, lastLoginDaysAgo: 70, passwordDaysAgo: 120 };
  }
  if (falls(mess.noManager)) return { ...traits, profile: { ...traits.profile, manager: null, managerId: null } };
  if (falls(mess.contractors)) return { ...traits, profile: { ...traits.profile, userType: 'Contractor' } };
  return traits;
}

/** Ten report to one, ten of those to one; the head reports to the chair, so that nobody is without a manager. */
function managerOf(place: number, staffCount: number): number {
  if (place === 0) return staffCount > 10 ? 10 : 1;
  let step = 10;
  while (place % step === 0) step *= 10;
  return Math.floor(place / step) * step;
}

function person(world: UserWorld, ordinal: number, department: string, title: string): Record<string, unknown> {
  const [city, countryCode] = world.dice.pick('city', ordinal, CITIES);
  return { userType: 'Employee', department, title, employeeNumber: `E${100_000 + ordinal}`, city, countryCode };
}

function job(world: UserWorld, ordinal: number): [department: string, title: string] {
  const place = ordinal - world.layout.staffFrom;
  const { name, titles } = DEPARTMENTS[Math.floor(place / 10) % DEPARTMENTS.length] as (typeof DEPARTMENTS)[number];
  return [name, titles[place % 10 === 0 ? 0 : 1 + (place % 3)] as string];
}

function loginOf({ dice }: UserWorld, ordinal: number): string {
  const first = dice.pick('first-name', ordinal, FIRST_NAMES).toLowerCase();
  return `${first}.${dice.pick('last-name', ordinal, LAST_NAMES).toLowerCase()}${ordinal}@${DOMAIN}`;
}

/** The ordinal a generated login ends with; the caller checks that the user there has that login. */
export function ordinalInLogin(login: string): number | undefined {
  const digits = /(\d+)@/.exec(login)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A user as `GET /api/v1/users` answers it. */
export function userWire(instants: Instants, traits: UserTraits): WireUser {
  const ago = (days: number | null): string | null => (days === null ? null : instants.daysAgo(days));
  const { login, firstName, lastName } = traits;
  const pending = traits.status === 'STAGED' || traits.status === 'PROVISIONED';
  return {
    id: traits.id,
    status: traits.status,
    created: instants.daysAgo(traits.createdDaysAgo),
    activated:
      traits.status === 'STAGED'
        ? null
        : instants.daysAgo(pending ? traits.statusDaysAgo : traits.createdDaysAgo - 0.01),
    statusChanged: instants.daysAgo(traits.statusDaysAgo),
    lastLogin: ago(traits.lastLoginDaysAgo),
    lastUpdated: instants.daysAgo(Math.min(traits.statusDaysAgo, traits.passwordDaysAgo ?? Infinity)),
    passwordChanged: ago(traits.passwordDaysAgo),
    type: { id: traits.typeId },
    ...(traits.realmId === null ? {} : { realmId: traits.realmId }),
    profile: {
      firstName,
      lastName,
      displayName: `${firstName} ${lastName}`,
      login,
      email: login,
      secondEmail: null,
      mobilePhone: null,
      ...traits.profile,
    },
    credentials: {
      ...(pending ? {} : { password: {} }),
      emails: [{ value: login, status: 'VERIFIED', type: 'PRIMARY' }],
      provider: { type: 'OKTA', name: 'OKTA' },
    },
    _links: { self: { href: `${ORG_ORIGIN}/api/v1/users/${traits.id}` } },
  };
}

/** Enrolled factors of a generated user. Administrators have two security keys, so that one may be lost. */
export function generateFactors(world: UserWorld, ordinal: number, user: WireUser): Wire[] {
  if (user.status === 'STAGED' || user.status === 'PROVISIONED' || user.status === 'DEPROVISIONED') return [];
  const make = (kinds: readonly string[]): Wire[] =>
    kinds.map((kind, n) =>
      factorWire(
        world.instants,
        user,
        kind,
        world.ids.encode('fwf', ordinal * 8 + n),
        200 + n,
        `${kind}-${ordinal}-${n}`,
      ),
    );
  if (ordinal < world.layout.staffFrom) return make(['webauthn', 'webauthn', 'signed_nonce']);
  let share = world.dice.u32('factors', ordinal) / 0x1_0000_0000;
  const falls = (probability: number): boolean => (share -= probability) < 0;
  const mess = world.population;
  if (falls(mess.noFactor)) return [];
  if (falls(mess.weakFactorsOnly)) return make(['sms', 'question']);
  if (falls(mess.pushOnly)) return make(['push', 'token:software:totp']);
  if (falls(0.3)) return make(['webauthn', 'signed_nonce', 'push', 'token:software:totp']);
  return make(['webauthn', 'signed_nonce']);
}

/** A factor as `GET /api/v1/users/{id}/factors` answers it. `serial` keeps what must not be shared apart. */
export function factorWire(
  instants: Instants,
  user: WireUser,
  factorType: string,
  id: string,
  createdDaysAgo: number,
  serial: string,
): Wire {
  const provider = factorType === 'webauthn' || factorType === 'u2f' ? 'FIDO' : 'OKTA';
  const number = [...serial].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 10_000_000, 7);
  const profiles: Record<string, Record<string, unknown>> = {
    webauthn: { credentialId: `cred-${serial}`, authenticatorName: 'Security key', appId: null, version: null },
    u2f: { credentialId: `cred-${serial}`, version: 'U2F_V2' },
    sms: { phoneNumber: `+1555${String(number).padStart(7, '0')}` },
    call: { phoneNumber: `+1555${String(number).padStart(7, '0')}` },
    email: { email: user.profile.login },
    question: { question: 'first_award', questionText: 'What did you earn your first award for?' },
    push: {
      credentialId: user.profile.login,
      deviceType: 'SmartPhone_IPhone',
      name: `Phone ${serial}`,
      platform: 'IOS',
    },
    signed_nonce: { credentialId: user.profile.login, deviceType: 'MAC', name: `Laptop ${serial}`, platform: 'MACOS' },
  };
  return {
    id,
    factorType,
    provider,
    vendorName: provider,
    status: 'ACTIVE',
    created: instants.daysAgo(createdDaysAgo),
    lastUpdated: instants.daysAgo(createdDaysAgo),
    profile: profiles[factorType] ?? { credentialId: user.profile.login },
    _links: {
      self: { href: `${ORG_ORIGIN}/api/v1/users/${user.id}/factors/${id}` },
      user: { href: `${ORG_ORIGIN}/api/v1/users/${user.id}` },
    },
  };
}
