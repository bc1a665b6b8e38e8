import type { Rng } from '../../org/generate/rng';
import type { SandboxOrg } from '../../org/org';
import type { Behaviors, Entity, EventDraft, Network } from '../log-event';
import { entityOf } from '../change-targets';
import type { Device, Person } from './people';

const SECOND = 1000;

/** Objects of the org that sign-ins name. */
export interface SignInWorld {
  readonly org: SandboxOrg;
  readonly policy: Entity;
  readonly rule: Entity;
  readonly appPolicy: Entity;
  readonly appRule: Entity;
  readonly dashboard: Entity;
  readonly adminConsole: Entity;
}

export function signInWorld(org: SandboxOrg): SignInWorld {
  const entity = (type: string, name: string, displayName: string): Entity => ({
    ...{ id: org.idOf(name) ?? `00punknown${name}`, type, alternateId: 'unknown', displayName },
  });
  return {
    org,
    policy: entity('PolicyEntity', 'global-session-policy', 'Default Policy'),
    rule: entity('PolicyRule', 'global-session-rule', 'Everybody'),
    appPolicy: entity('PolicyEntity', 'workforce-apps-policy', 'Workforce apps'),
    appRule: entity('PolicyRule', 'workforce-apps-rule', 'Two factors'),
    dashboard: entityOf(org, 'AppInstance', org.idOf('dashboard') ?? ''),
    adminConsole: entityOf(org, 'AppInstance', org.idOf('admin-console') ?? ''),
  };
}

/** One browser, signed in or trying to. */
export interface Visit {
  readonly actor: Entity;
  readonly network: Network;
  readonly device: Device;
  readonly session: string;
  readonly behaviors: Behaviors;
  readonly risk?: EventDraft['risk'];
}

export function visitOf(
  person: Person,
  network: Network,
  device: Device,
  session: string,
  news: Behaviors = [],
): Visit {
  return { actor: person.entity, network, device, session, behaviors: news };
}

/** A session id that nobody else has. */
export function newSession(rng: Rng): string {
  return `idx${rng.hex(20)}`;
}

/** An event of a visit. */
export function during(visit: Visit, rng: Rng, type: string, at: number, more: Partial<EventDraft> = {}): EventDraft {
  const { actor, network, device, session, behaviors, risk } = visit;
  const { agent, dtHash } = device;
  return { uuid: rng.uuid(), type, at, actor, network, agent, dtHash, session, behaviors, risk, ...more };
}

/** What signing in with a password and a factor writes, from the first question to the dashboard. */
export function signIn(
  world: SignInWorld,
  visit: Visit,
  rng: Rng,
  at: number,
  factor: Person['factor'] | null,
): EventDraft[] {
  const policies = [world.policy, world.rule];
  const answered = at + (factor === 'OKTA_VERIFY_PUSH' ? rng.between(6, 25) : rng.between(3, 9)) * SECOND;
  const ask = '/idp/idx/challenge/answer';
  const push = during(visit, rng, 'system.push.send_factor_verify_push', at + 2 * SECOND, {
    ...{ targets: [visit.actor], uri: '/idp/idx/challenge', debug: { factor: 'OKTA_VERIFY_PUSH' } },
  });
  return [
    during(visit, rng, 'policy.evaluate_sign_on', at, {
      ...{ outcome: 'CHALLENGE', reason: 'Sign-on policy evaluation resulted in CHALLENGE' },
      ...{ targets: policies, uri: '/idp/idx/identify' },
    }),
    during(visit, rng, 'user.authentication.auth_via_mfa', at + SECOND, {
      ...{ targets: [visit.actor], uri: ask, debug: { factor: 'PASSWORD_AS_FACTOR' } },
      credential: { type: 'PASSWORD', provider: 'OKTA_CREDENTIAL_PROVIDER' },
    }),
    ...(factor === 'OKTA_VERIFY_PUSH' ? [push] : []),
    ...(factor === null ? [] : [factorUsed(visit, rng, answered, factor)]),
    during(visit, rng, 'user.session.start', answered + SECOND / 5, {
      ...{ targets: [visit.actor], uri: ask, credential: { type: 'PASSWORD', provider: 'OKTA_CREDENTIAL_PROVIDER' } },
    }),
    during(visit, rng, 'policy.evaluate_sign_on', answered + SECOND / 2, {
      ...{ outcome: 'ALLOW', reason: 'Sign-on policy evaluation resulted in ALLOW', targets: policies, uri: ask },
    }),
    during(visit, rng, 'user.authentication.sso', answered + SECOND, {
      ...{ targets: [world.dashboard], uri: '/login/token/redirect' },
    }),
  ];
}

export function factorUsed(visit: Visit, rng: Rng, at: number, factor: Person['factor']): EventDraft {
  const debug: Record<string, string> =
    factor === 'OKTA_VERIFY_PUSH' ? { factor, pushOnlyResponseType: 'OV_RESPONSE_ALLOW' } : { factor };
  return during(visit, rng, 'user.authentication.auth_via_mfa', at, {
    ...{ targets: [visit.actor], uri: '/idp/idx/challenge/answer', debug },
  });
}

/** A wrong password. */
export function wrongPassword(visit: Visit, rng: Rng, at: number, reason = 'INVALID_CREDENTIALS'): EventDraft[] {
  const uri = '/idp/idx/challenge/answer';
  const refused = { ...visit, session: 'unknown' };
  return [
    during(refused, rng, 'user.authentication.auth_via_mfa', at, {
      ...{ outcome: 'FAILURE', reason, targets: [visit.actor], uri, debug: { factor: 'PASSWORD_AS_FACTOR' } },
      credential: { type: 'PASSWORD', provider: 'OKTA_CREDENTIAL_PROVIDER' },
    }),
    during(refused, rng, 'user.session.start', at + 50, {
      ...{ outcome: 'FAILURE', reason, targets: [visit.actor], uri },
      credential: { type: 'PASSWORD', provider: 'OKTA_CREDENTIAL_PROVIDER' },
    }),
  ];
}

/** Opening an application from a session that is there. */
export function openApp(world: SignInWorld, visit: Visit, rng: Rng, at: number, app: Entity): EventDraft[] {
  const name = app.displayName.toLowerCase().replace(/\W+/g, '_');
  const uri = `/app/${name}/${app.id}/sso/saml`;
  return [
    during(visit, rng, 'policy.evaluate_sign_on', at, {
      ...{ outcome: 'ALLOW', reason: 'Sign-on policy evaluation resulted in ALLOW', uri },
      targets: [world.appPolicy, world.appRule, app],
    }),
    during(visit, rng, 'user.authentication.sso', at + 300, { targets: [app, visit.actor], uri }),
  ];
}

export function signOut(visit: Visit, rng: Rng, at: number): EventDraft {
  return during(visit, rng, 'user.session.end', at, { targets: [visit.actor], uri: '/login/signout' });
}
