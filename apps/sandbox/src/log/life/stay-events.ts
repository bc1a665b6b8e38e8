import { Rng } from '../../org/generate/rng';
import type { Entity, EventDraft } from '../log-event';
import type { Person } from './people';
import {
  during,
  newSession,
  openApp,
  signIn,
  signOut,
  visitOf,
  wrongPassword,
  type SignInWorld,
  type Visit,
} from './session-events';
import { draw, newsOf, type Stay } from './whereabouts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What one stay at a browser writes: the same stay, the same events. In no particular order. */
export function stayEvents(
  world: SignInWorld,
  seed: string,
  person: Person,
  stay: Stay,
  before: readonly Stay[],
): EventDraft[] {
  const rng = new Rng(`${seed}/${person.user.id}/${stay.from}`);
  const news = newsOf(person, stay, before);
  const visit = visitOf(person, stay.network, stay.device, newSession(rng), news);
  const at = Math.round(stay.from);
  const out = signIn(world, visit, rng, at, person.factor);
  const isPhone = stay.device.agent.device === 'Mobile';
  if (rng.chance(isPhone ? 0.08 : 0.04)) out.push(...typo(visit, rng, at));
  const settled = { ...visit, behaviors: [] };
  if (news.includes('New Device')) out.push(...enrolment(settled, rng, at + 4 * MINUTE));
  out.push(...appsOf(world, person, settled, stay, rng));
  const day = Math.floor(stay.from / (24 * HOUR));
  if (!isPhone && draw(person, day, 30) < 1 / 90) out.push(...newPassword(settled, rng, at + 30_000));
  if (person.isAdmin && !isPhone && rng.chance(0.6)) out.push(...openConsole(world, settled, rng, at + 11 * MINUTE));
  if (rng.chance(0.25)) out.push(signOut(settled, rng, at + stay.hours * HOUR));
  return out;
}

function typo(visit: Visit, rng: Rng, at: number): EventDraft[] {
  const first = wrongPassword(visit, rng, at - 40_000);
  return rng.chance(0.2) ? [...wrongPassword(visit, rng, at - 65_000), ...first] : first;
}

function appsOf(world: SignInWorld, person: Person, visit: Visit, stay: Stay, rng: Rng): EventDraft[] {
  if (person.apps.length === 0) return [];
  const opened = stay.hours > 1 ? 3 + rng.int(6) : 1 + rng.int(2);
  return Array.from({ length: opened }, () => {
    const app = person.apps[Math.floor(person.apps.length * rng.between(0, 1) ** 2)] as Entity;
    return openApp(world, visit, rng, Math.round(stay.from + MINUTE + rng.between(0, stay.hours) * HOUR), app);
  }).flat();
}

/** A new laptop or phone is enrolled by who has just signed in on it. */
function enrolment(visit: Visit, rng: Rng, at: number): EventDraft[] {
  const device: Entity = {
    ...{ id: `guf${rng.hex(17)}`, type: 'Device', alternateId: 'unknown', displayName: visit.device.name },
  };
  const factor = { factor: 'SIGNED_NONCE' };
  return [
    during(visit, rng, 'device.enrollment.create', at, { targets: [device, visit.actor] }),
    during(visit, rng, 'device.user.add', at + 100, { targets: [device, visit.actor] }),
    during(visit, rng, 'user.mfa.factor.activate', at + 400, { targets: [visit.actor], debug: factor }),
  ];
}

export function newPassword(visit: Visit, rng: Rng, at: number): EventDraft[] {
  const uri = '/idp/idx/challenge/answer';
  return [during(visit, rng, 'user.account.update_password', at, { targets: [visit.actor], uri })];
}

/** An administrator opens the admin console. */
export function openConsole(world: SignInWorld, visit: Visit, rng: Rng, at: number): EventDraft[] {
  const uri = '/admin/app/saasure';
  const verified = {
    MethodTypeUsed: 'Security Key or Biometric Authenticator',
    MethodUsedVerifiedProperties: '[HARDWARE_PROTECTED]',
  };
  return [
    during(visit, rng, 'policy.evaluate_sign_on', at, {
      ...{ outcome: 'ALLOW', reason: 'Sign-on policy evaluation resulted in ALLOW', uri },
      targets: [{ ...world.appPolicy, displayName: 'Okta Admin Console' }, world.appRule, world.adminConsole],
    }),
    during(visit, rng, 'user.authentication.verify', at + 200, {
      ...{ targets: [visit.actor, world.adminConsole], uri, debug: verified },
    }),
    during(visit, rng, 'user.authentication.sso', at + 400, { targets: [world.adminConsole, visit.actor], uri }),
    during(visit, rng, 'user.session.access_admin_app', at + 700, { targets: [world.adminConsole], uri }),
  ];
}
