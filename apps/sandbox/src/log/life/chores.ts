import { textHash } from '../../org/generate/dice';
import { Rng } from '../../org/generate/rng';
import type { Principal } from '../../org/org';
import { doneBy, type DoneBy } from '../doers';
import type { Entity, EventDraft } from '../log-event';
import { dataCentre, officeNetwork } from './networks';
import { TERRAFORM } from './agents';
import { groupEntity, laptopOf, SYSTEM, userEntity, type People, type Person } from './people';
import { newSession, visitOf, wrongPassword } from './session-events';
import { draw, staysOf, QUIET } from './whereabouts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Event = (type: string, at: number, more: Partial<EventDraft>) => EventDraft;

/** Events of one doer, each with a transaction of its own. */
export function by(done: DoneBy, rng: Rng): Event {
  return (type, at, more) => ({ ...done, uuid: rng.uuid(), type, at, ...more });
}

/** What programs, help desk and administrators do on a day, always from the same places. In no particular order. */
export function choresOf(people: People, seed: string, day: number, helpDeskCalls: number): EventDraft[] {
  const rng = new Rng(`${seed}/chores/${day}`);
  const at = day * DAY;
  return [
    ...importsOf(rng, at),
    ...tokensAtWork(people, rng, at),
    ...clientsAtWork(people, rng, at),
    ...membershipsOf(people, rng, at, day),
    ...helpDesk(people, rng, day, helpDeskCalls),
  ];
}

function importsOf(rng: Rng, at: number): EventDraft[] {
  const event = by({ actor: SYSTEM, network: null, agent: null }, rng);
  const transaction = { type: 'JOB', id: `J${rng.hex(24)}` } as const;
  const start = at + 2 * HOUR + rng.int(5 * MINUTE);
  return [
    event('system.import.start', start, { transaction, reason: 'Scheduled import' }),
    event('system.import.complete', start + rng.between(3, 12) * MINUTE, { transaction }),
  ];
}

/** A token keeps profiles in step with the personnel system, at its hour. */
function tokensAtWork(people: People, rng: Rng, at: number): EventDraft[] {
  const tokens = people.org.principals.filter(({ kind, listed }) => kind === 'token' && listed);
  return tokens.slice(0, 50).flatMap((token) => {
    if (people.org.rightsOf(token.id) === undefined) return [];
    const event = by(doneBy(people, { token: token.id }, at), rng);
    const start = at + (textHash(token.id) % 24) * HOUR + rng.int(10 * MINUTE);
    return Array.from({ length: 2 + rng.int(5) }, (_, n) => {
      const user = people.org.presentUsers.at(rng.int(people.size));
      const changeDetails = { from: { costCenter: `C${rng.int(90)}` }, to: { costCenter: `C${rng.int(90)}` } };
      return event('user.account.update_profile', start + n * 900, {
        ...{ targets: [{ ...userEntity(user), changeDetails }], uri: `/api/v1/users/${user.id}` },
      });
    });
  });
}

/** A service app asks for an access token every hour, in its minute. */
function clientsAtWork(people: People, rng: Rng, at: number): EventDraft[] {
  type Service = Extract<Principal, { readonly kind: 'service-app' }>;
  const apps = people.org.principals.filter((one): one is Service => one.kind === 'service-app' && one.listed);
  return apps.slice(0, 40).flatMap(({ id, name, scopes }) => {
    const actor: Entity = { id, type: 'PublicClientApp', alternateId: id, displayName: name };
    const done = { actor, network: dataCentre(textHash(id)), agent: TERRAFORM, clientId: id };
    const event = by(done, rng);
    return Array.from({ length: 24 }, (_, hour) =>
      event('app.oauth2.token.grant.access_token', at + hour * HOUR + (textHash(id) % 60) * MINUTE + rng.int(2000), {
        ...{ targets: [{ ...actor, id: `AT.${rng.hex(20)}`, type: 'access_token' }], uri: '/oauth2/v1/token' },
        debug: { grantType: 'client_credentials', requestedScopes: scopes.join(','), grantedScopes: scopes.join(',') },
      }),
    );
  });
}

/** Rules put people into teams; weekdays only. */
function membershipsOf(people: People, rng: Rng, at: number, day: number): EventDraft[] {
  if (isWeekend(day)) return [];
  const event = by({ actor: SYSTEM, network: null, agent: null, transaction: { type: 'JOB' } }, rng);
  const groups = people.org.list('groups');
  return Array.from({ length: 2 + Math.floor(people.size / 400) }, () => {
    const group = groups.at(rng.int(groups.size));
    const members = people.org.sublist('groupUsers', group.id);
    if (group.type !== 'OKTA_GROUP' || !members || members.size === 0 || isPrivileged(people, group.id)) return [];
    const user = members.at(rng.int(members.size)) as never;
    return [
      event('group.user_membership.add', at + rng.between(6, 18) * HOUR, {
        targets: [userEntity(user), groupEntity(group)],
      }),
    ];
  }).flat();
}

function isPrivileged(people: People, group: string): boolean {
  return (people.org.sublist('groupRoles', group)?.size ?? 0) > 0;
}

export const isWeekend = (day: number): boolean => [0, 6].includes((day + 4) % 7);

/** Somebody cannot get in, calls, is helped, and gets in: lockouts and forgotten passwords of people at their desk. */
function helpDesk(people: People, rng: Rng, day: number, calls: number): EventDraft[] {
  const agent = helper(people);
  if (!agent || isWeekend(day)) return [];
  return Array.from({ length: calls }, () => {
    const person = people.at(rng.int(people.size));
    const stay = person && staysOf(person, day, QUIET)[0];
    if (!person || !stay || person.isAdmin || draw(person, day, 31) < 0.2) return [];
    const visit = visitOf(person, stay.network, stay.device, newSession(rng));
    const desk = by(atDesk(agent, rng, day), rng);
    const at = stay.from - 25 * MINUTE;
    const tries = Array.from({ length: 3 + rng.int(4) }, (_, n) => wrongPassword(visit, rng, at + n * 20_000)).flat();
    const targets = [person.entity];
    if (rng.chance(0.5)) {
      const {
        actor,
        network,
        agent: browser,
      } = { actor: person.entity, network: stay.network, agent: stay.device.agent };
      const locked = by({ actor, network, agent: browser }, rng)('user.account.lock', at + 170_000, {
        outcome: 'FAILURE',
        reason: 'LOCKED_OUT',
        targets,
      });
      return [...tries, locked, desk('user.account.unlock_by_admin', at + 12 * MINUTE, { targets })];
    }
    return [...tries, desk('user.account.reset_password', at + 14 * MINUTE, { targets })];
  }).flat();
}

/** The one who answers the phone; the first administrator where the org has no help desk. */
export function helper(people: People): Person | undefined {
  return people.some(1, ({ isHelpDesk }) => isHelpDesk)[0] ?? people.some(1, ({ isAdmin }) => isAdmin)[0];
}

export function atDesk(person: Person, rng: Rng, day: number): DoneBy {
  const device = laptopOf(person, day);
  const session = newSession(rng);
  return {
    actor: person.entity,
    network: officeNetwork(person.home),
    agent: device.agent,
    dtHash: device.dtHash,
    session,
  };
}
