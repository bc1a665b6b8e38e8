import type { Rng } from '../../org/generate/rng';
import type { SandboxOrg } from '../../org/org';
import { doneBy } from '../doers';
import { by } from '../life/chores';
import {
  groupEntity,
  isProgram,
  laptopOf,
  People,
  phoneOf,
  userEntity,
  type Device,
  type Person,
} from '../life/people';
import { FAR_CITIES, type City } from '../life/places';
import {
  newSession,
  openApp,
  signIn,
  signInWorld,
  visitOf,
  type SignInWorld,
  type Visit,
} from '../life/session-events';
import { QUIET, staysOf } from '../life/whereabouts';
import { writeEvent, type Agent, type Entity, type EventDraft, type LogEvent, type Network } from '../log-event';

/**
 * What happens in an org from `at` (milliseconds since 1970 UTC) on, in no particular order. The same org, instant and
 * draws tell the same.
 */
export type Story = (org: SandboxOrg, at: number, rng: Rng) => LogEvent[];

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** All behaviours of somebody never seen there, on that device. */
export const ALL_NEW = ['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'New City'];
/** Of a known device at a new place. */
export const NEW_PLACE = ALL_NEW.filter((name) => name !== 'New Device');

/** The org and its people, as a story needs them. */
export class Stage {
  readonly people: People;
  readonly world: SignInWorld;

  constructor(
    readonly org: SandboxOrg,
    readonly at: number,
    readonly rng: Rng,
  ) {
    this.people = new People(org);
    this.world = signInWorld(org);
  }

  get day(): number {
    return Math.floor(this.at / DAY);
  }

  /** Different members of staff, none of them an administrator. */
  staff(count: number): Person[] {
    const found = this.people.some(Math.max(40, count * 2), ({ isAdmin }) => !isAdmin);
    const from = this.rng.int(Math.max(1, found.length - count));
    const chosen = [...found.slice(from), ...found.slice(0, from)].slice(0, count);
    if (chosen.length < count) throw new Error(`the story needs ${count} people, the org has ${chosen.length}`);
    return chosen;
  }

  one(): Person {
    return this.staff(1)[0] as Person;
  }

  /** An administrator at work: not the first, who makes the changes of the sandbox. */
  admin(): Person {
    const admins = this.people.some(8, ({ isAdmin }) => isAdmin);
    const admin = admins[1] ?? admins[0];
    if (!admin) throw new Error('the story needs an administrator, the org has none at work');
    return admin;
  }

  /** An account a program signs in as. */
  program(): Person {
    for (let place = 0; place < this.people.size; place++) {
      const user = this.org.presentUsers.at(place);
      if (isProgram(user) && user.status === 'ACTIVE') return this.people.of(user);
    }
    throw new Error('the story needs a service account, the org has none');
  }

  /** The place and browser the person used last, in a session of its own. */
  usual(person: Person): Visit {
    const days = [0, 1, 2, 3, 4, 5, 6, 7];
    const stays = days.flatMap((back) => staysOf(person, this.day - back, QUIET).reverse());
    const stay = stays.find(({ from, device }) => from < this.at && device.agent.device === 'Computer');
    if (!stay) throw new Error(`${person.user.profile.login} was not at work in a week`);
    return visitOf(person, stay.network, stay.device, newSession(this.rng));
  }

  /** A browser nobody of the org has used. */
  stranger(person: Person, network: Network, agent: Agent, news: readonly string[] = ALL_NEW): Visit {
    return {
      ...visitOf(person, network, this.device(agent), newSession(this.rng), news),
      risk: { level: 'HIGH', reasons: 'Anomalous Location, Anomalous Device' },
    };
  }

  device(agent: Agent): Device {
    return { agent, dtHash: this.rng.hex(64), name: `DESKTOP-${this.rng.hex(6).toUpperCase()}` };
  }

  laptop(person: Person): Device {
    return laptopOf(person, this.day);
  }

  phone(person: Person): Device {
    return phoneOf(person, this.day);
  }

  /** A city the person is not at home in. */
  farFrom(person: Person): City {
    return this.rng.pick(FAR_CITIES.filter(({ country }) => country !== person.home.country));
  }

  /** A visit's sign-in and some applications. */
  arrives(visit: Visit, at: number, person: Person, apps = 3): EventDraft[] {
    const opened = person.apps.slice(0, apps).flatMap((app, n) => this.opens(visit, at + (2 + n * 3) * MINUTE, app));
    return [...signIn(this.world, visit, this.rng, at, person.factor), ...opened];
  }

  opens(visit: Visit, at: number, app: Entity): EventDraft[] {
    return openApp(this.world, { ...visit, behaviors: [] }, this.rng, at, app);
  }

  /** An event of a visit that is about something else than signing in. */
  does(visit: Visit, type: string, at: number, more: Partial<EventDraft> = {}): EventDraft {
    const { actor, network, device, session } = visit;
    return by({ actor, network, agent: device.agent, dtHash: device.dtHash, session }, this.rng)(type, at, more);
  }

  /** An event of Okta itself, or of its people. */
  system(type: string, at: number, more: Partial<EventDraft> = {}): EventDraft {
    return by(doneBy(this.people, 'system', at), this.rng)(type, at, more);
  }

  user(person: Person): Entity {
    return userEntity(person.user);
  }

  /** By what the org calls it: `team-3`, `okta-administrators`. */
  group(name: string): Entity {
    const group = this.org.list('groups').find(this.org.idOf(name) ?? '');
    if (!group) throw new Error(`the story needs the group ${name}, the org has none`);
    return groupEntity(group);
  }

  tell(...parts: readonly (EventDraft | readonly EventDraft[])[]): LogEvent[] {
    return parts.flat().map((draft) => writeEvent({ ...draft, at: Math.floor(draft.at) }));
  }
}
