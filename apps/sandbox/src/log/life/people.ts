import { textHash } from '../../org/generate/dice';
import type { SandboxOrg, Wire, WireUser } from '../../org/org';
import type { Agent, Entity } from '../log-event';
import { LAPTOPS, PHONES } from './agents';
import { homeOf, type City } from './places';

const DAY_MS = 86_400_000;

export interface Device {
  readonly agent: Agent;
  readonly dtHash: string;
  readonly name: string;
}

/** Somebody with habits. Everything follows from the org and the person's id. */
export interface Person {
  readonly user: WireUser;
  readonly entity: Entity;
  /** Chance of this person: mixed into every draw about them. */
  readonly salt: number;
  readonly home: City;
  readonly isAdmin: boolean;
  readonly isHelpDesk: boolean;
  /** First sign-in of a working day, in local hours. */
  readonly startHour: number;
  readonly factor: 'SIGNED_NONCE' | 'OKTA_VERIFY_PUSH' | 'FIDO_WEBAUTHN';
  /** Targets of their single sign-ons. */
  readonly apps: readonly Entity[];
}

export function userEntity(user: WireUser): Entity {
  const { login, displayName } = user.profile;
  return { id: user.id, type: 'User', alternateId: login, displayName: String(displayName ?? login) };
}

export function appEntity(app: Wire): Entity {
  return { id: app.id, type: 'AppInstance', alternateId: String(app.label), displayName: String(app.label) };
}

export function groupEntity(group: Wire): Entity {
  const name = String((group.profile as { name?: unknown } | undefined)?.name ?? group.id);
  return { id: group.id, type: 'UserGroup', alternateId: 'unknown', displayName: name };
}

export const SYSTEM: Entity = {
  id: 'spr0system0000000000',
  type: 'SystemPrincipal',
  alternateId: 'system@okta.com',
  displayName: 'Okta System',
};

/** The people of an org who sign in themselves, by their place in `presentUsers`, made when asked for. */
export class People {
  private readonly known = new Map<number, Person | null>();
  private readonly apps: readonly Entity[];
  private readonly helpDesk: ReadonlySet<string>;

  constructor(readonly org: SandboxOrg) {
    const all = org.list('apps');
    this.apps = all
      .range(0, 400)
      .filter((app) => app.status === 'ACTIVE' && !isService(app) && !FIRST_PARTY.has(String(app.name)))
      .map(appEntity);
    const admins = org.list('roleAssignees').range(0, 200);
    this.helpDesk = new Set(
      admins.flatMap(({ id }) => {
        const roles = org.sublist('userRoles', id)?.range(0, 20) ?? [];
        return roles.some(({ type }) => type === 'HELP_DESK_ADMIN') ? [id] : [];
      }),
    );
  }

  get size(): number {
    return this.org.presentUsers.size;
  }

  /** Null: a program, an account nobody uses, or one that cannot sign in. */
  at(place: number): Person | null {
    let person = this.known.get(place);
    if (person === undefined) this.known.set(place, (person = this.make(this.org.presentUsers.at(place))));
    return person;
  }

  /** The habits of a user, whatever their status. */
  of(user: WireUser): Person {
    const salt = textHash(user.id);
    const isAdmin = this.org.list('roleAssignees').find(user.id) !== undefined;
    const factor = (['SIGNED_NONCE', 'SIGNED_NONCE', 'FIDO_WEBAUTHN', 'OKTA_VERIFY_PUSH'] as const)[(salt >>> 7) % 4];
    const count = Math.min(this.apps.length, 4 + (salt % 5));
    return {
      ...{ user, salt, isAdmin, entity: userEntity(user), home: homeOf(user.profile.city) },
      isHelpDesk: this.helpDesk.has(user.id),
      startHour: 7 + ((salt >>> 3) % 12) / 4,
      factor: isAdmin ? 'FIDO_WEBAUTHN' : (factor as Person['factor']),
      apps: Array.from({ length: count }, (_, n) => this.apps[(salt + n * 7) % this.apps.length] as Entity),
    };
  }

  /** The first people with a habit of signing in, as many as there are. */
  some(count: number, wanted: (person: Person) => boolean = () => true): Person[] {
    const out: Person[] = [];
    for (let place = 0; place < this.size && out.length < count; place++) {
      const person = this.at(place);
      if (person && wanted(person)) out.push(person);
    }
    return out;
  }

  private make(user: WireUser): Person | null {
    if (isProgram(user) || user.status !== 'ACTIVE' || user.lastLogin === null) return null;
    if (String(user.profile.title) === 'Emergency access') return null;
    const idle = this.org.now().getTime() - Date.parse(user.lastLogin);
    return idle > 30 * DAY_MS ? null : this.of(user);
  }
}

const FIRST_PARTY = new Set(['saasure', 'okta_enduser', 'okta_browser_plugin']);

function isService(app: Wire): boolean {
  const client = (app.settings as { oauthClient?: { application_type?: string } } | undefined)?.oauthClient;
  return client?.application_type === 'service';
}

/** A program signs in as it. */
export function isProgram(user: WireUser): boolean {
  return user.profile.userType === 'Service' || /^(svc|sa|app|bot|api|integration)[-_.]/i.test(user.profile.login);
}

/** Replaced once in about three years; another device token each time. */
export function laptopOf(person: Person, day: number): Device {
  return deviceOf(person, day, LAPTOPS, 1100, 11);
}

/** Replaced once in about two years. */
export function phoneOf(person: Person, day: number): Device {
  return deviceOf(person, day, PHONES, 730, 13);
}

function deviceOf({ salt, user }: Person, day: number, agents: readonly Agent[], life: number, topic: number): Device {
  const generation = Math.floor((day + (salt % life)) / life);
  const agent = agents[(salt >>> topic) % agents.length] as Agent;
  const [a, b] = [textHash(`${user.id}/${topic}/${generation}`), textHash(`${generation}/${topic}/${user.id}`)];
  const hash = [a, b, a ^ 0x5bd1e995, b ^ 0x5bd1e995]
    .map((part) => (part >>> 0).toString(16).padStart(8, '0'))
    .join('');
  return {
    agent,
    dtHash: hash.repeat(2),
    name: `${agent.device === 'Mobile' ? 'Phone' : 'Laptop'} ${hash.slice(0, 6)}`,
  };
}
