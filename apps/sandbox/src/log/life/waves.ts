import { Rng } from '../../org/generate/rng';
import type { Entity, EventDraft } from '../log-event';
import { entityOf, named } from '../change-targets';
import { PROVISIONING_JOB } from './agents';
import { atDesk, by, helper, isWeekend } from './chores';
import { dataCentre, officeNetwork } from './networks';
import { laptopOf, SYSTEM, type People, type Person } from './people';
import { newSession, openApp, signIn, visitOf, wrongPassword, type SignInWorld, type Visit } from './session-events';
import { newPassword, openConsole } from './stay-events';
import { draw, staysOf, BUSY } from './whereabouts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a busy month has on its `nth` day of `days`. In no particular order. */
export function wavesOf(
  people: People,
  world: SignInWorld,
  seed: string,
  day: number,
  nth: number,
  days: number,
): EventDraft[] {
  const rng = new Rng(`${seed}/waves/${day}`);
  const on = (share: number): boolean => nth === workday(day - nth, Math.floor(days * share));
  const starters = (): Entity[] => startersOf(people, seed);
  return [
    ...(on(0.2) ? onboarding(people, world, starters(), rng, day) : []),
    ...(on(0.8) ? leaving(starters(), rng, day) : []),
    ...(on(0.35) ? passwordWave(people, rng, day) : []),
    ...(on(0.5) ? changeWindow(people, world, rng, day) : []),
    ...(isWeekend(day) ? [] : newPhones(people, world, rng, day)),
  ];
}

/** The first working day that is at least `nth` days after `first`, counted from it. */
function workday(first: number, nth: number): number {
  let at = nth;
  while (isWeekend(first + at)) at++;
  return at;
}

/** Temporary staff, of whom nothing is left at the end of the month. */
function startersOf(people: People, seed: string): Entity[] {
  const rng = new Rng(`${seed}/starters`);
  return Array.from({ length: Math.max(3, Math.round(people.size / 125)) }, (_, n) => {
    const login = `temp.${rng.hex(5)}${n}@brightwater.example`;
    return { id: `00u${rng.hex(17)}`, type: 'User', alternateId: login, displayName: `Temp ${n + 1}` };
  });
}

function provisioning(rng: Rng): ReturnType<typeof by> {
  return by({ actor: SYSTEM, network: dataCentre(3), agent: PROVISIONING_JOB, transaction: { type: 'JOB' } }, rng);
}

function onboarding(people: People, world: SignInWorld, starters: Entity[], rng: Rng, day: number): EventDraft[] {
  const event = provisioning(rng);
  const team = entityOf(people.org, 'UserGroup', people.org.idOf('team-1') ?? '');
  const host = people.some(1)[0] as Person;
  return starters.flatMap((starter, n) => {
    const at = day * DAY + 6 * HOUR + n * 4000;
    const device = laptopOf({ ...host, user: { ...host.user, id: starter.id } }, day);
    const news = ['New Device', 'New IP', 'New City', 'New State', 'New Country', 'New Geo-Location'];
    const visit: Visit = { ...visitOf(host, officeNetwork(host.home), device, newSession(rng), news), actor: starter };
    const first = day * DAY + (9 - host.home.utcOffset + rng.between(0, 1.5)) * HOUR;
    const targets = [starter];
    return [
      event('user.lifecycle.create', at, { targets }),
      event('user.lifecycle.activate', at + 700, { targets }),
      event('group.user_membership.add', at + 1500, { targets: [starter, team] }),
      ...host.apps
        .slice(0, 3)
        .map((app, m) => event('application.user_membership.add', at + 2000 + m, { targets: [starter, app] })),
      ...newPassword(visit, rng, first),
      ...signIn(world, visit, rng, first + MINUTE, null),
      by({ ...atHomeDesk(visit) }, rng)('user.mfa.factor.activate', first + 3 * MINUTE, {
        targets,
        debug: { factor: 'SIGNED_NONCE' },
      }),
      ...openApp(world, { ...visit, behaviors: [] }, rng, first + 5 * MINUTE, host.apps[0] as Entity),
    ];
  });
}

function atHomeDesk({ actor, network, device, session }: Visit) {
  return { actor, network, agent: device.agent, dtHash: device.dtHash, session };
}

function leaving(starters: Entity[], rng: Rng, day: number): EventDraft[] {
  const event = provisioning(rng);
  return starters.flatMap((starter, n) => {
    const at = day * DAY + 17 * HOUR + n * 3000;
    const targets = [starter];
    return [
      event('user.lifecycle.deactivate', at, { targets }),
      event('user.lifecycle.delete.initiated', at + 900, { targets }),
      event('user.lifecycle.delete.completed', at + 2500, { targets }),
    ];
  });
}

/** A twelfth of the people have to change their passwords on one morning, and many mistype the new one. */
function passwordWave(people: People, rng: Rng, day: number): EventDraft[] {
  const out: EventDraft[] = [];
  for (let place = 0; place < people.size; place++) {
    const person = people.at(place);
    if (!person || draw(person, day, 40) > 1 / 12) continue;
    const stay = staysOf(person, day, BUSY)[0];
    if (!stay) continue;
    const visit = visitOf(person, stay.network, stay.device, newSession(rng));
    const at = stay.from - 6 * MINUTE;
    out.push(
      by({ actor: SYSTEM, network: null, agent: null }, rng)('user.account.expire_password', day * DAY, {
        targets: [person.entity],
      }),
    );
    for (let n = rng.int(4); n > 0; n--) out.push(...wrongPassword(visit, rng, at - n * 25_000));
    out.push(...newPassword(visit, rng, at + MINUTE));
  }
  return out;
}

/** What was announced a week before: an administrator changes policies, a zone and some applications after work. */
function changeWindow(people: People, world: SignInWorld, rng: Rng, day: number): EventDraft[] {
  const { org } = people;
  const admin = people.some(1, ({ isAdmin, isHelpDesk }) => isAdmin && !isHelpDesk)[0];
  if (!admin) return [];
  const start = day * DAY + (18 - admin.home.utcOffset) * HOUR;
  const visit = visitOf(admin, officeNetwork(admin.home), laptopOf(admin, day), newSession(rng));
  const event = by(atHomeDesk(visit), rng);
  const rules = org
    .list('policies')
    .range(0, 40)
    .flatMap((policy) =>
      (org.sublist('policyRules', policy.id)?.range(0, 2) ?? []).map((rule) => [
        named('PolicyEntity', policy.id, policy),
        named('PolicyRule', rule.id, rule),
      ]),
    );
  const zone = named('NetworkZone', org.idOf('corporate-zone') ?? '', { name: 'Offices and VPN' });
  return [
    ...signIn(world, visit, rng, start, admin.factor),
    ...openConsole(world, visit, rng, start + 5 * MINUTE),
    ...rules.slice(0, 6).map((targets, n) => event('policy.rule.update', start + (10 + n * 6) * MINUTE, { targets })),
    event('zone.update', start + 50 * MINUTE, { targets: [zone] }),
    ...admin.apps
      .slice(0, 3)
      .map((app, n) => event('application.lifecycle.update', start + (60 + n * 4) * MINUTE, { targets: [app] })),
  ];
}

/** Help desk takes the factors of who has lost a phone, and they enrol the new one at the same desk. */
function newPhones(people: People, world: SignInWorld, rng: Rng, day: number): EventDraft[] {
  const agent = helper(people);
  if (!agent) return [];
  return Array.from({ length: Math.round(people.size / 1200) }, () => {
    const person = people.at(rng.int(people.size));
    const stay = person && staysOf(person, day, BUSY)[0];
    if (!person || !stay || person.isAdmin) return [];
    const desk = by(atDesk(agent, rng, day), rng);
    const visit = visitOf(person, stay.network, stay.device, newSession(rng));
    const at = stay.from + 50 * MINUTE;
    const targets = [person.entity];
    return [
      desk('user.mfa.factor.reset_all', at, {
        targets,
        uri: `/api/v1/users/${person.user.id}/lifecycle/reset_factors`,
      }),
      ...signIn(world, visit, rng, at + 8 * MINUTE, null),
      by(atHomeDesk(visit), rng)('user.mfa.factor.activate', at + 10 * MINUTE, {
        targets,
        debug: { factor: 'SIGNED_NONCE' },
      }),
    ];
  }).flat();
}
