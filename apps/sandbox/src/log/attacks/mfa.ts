import { LINUX_FIREFOX, OLD_CHROME } from '../life/agents';
import { atDesk, by, helper } from '../life/chores';
import { anonymiser, hostingNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { during, signIn, wrongPassword, type Visit } from '../life/session-events';
import type { EventDraft } from '../log-event';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from './stage';

const PUSH = 'OKTA_VERIFY_PUSH';

/** The password is right, and the phone says no. */
function denied(stage: Stage, visit: Visit, person: Person, at: number): EventDraft[] {
  const targets = [stage.user(person)];
  const debug = { factor: PUSH, pushOnlyResponseType: 'OV_RESPONSE_DENY' };
  return [
    during(visit, stage.rng, 'user.authentication.auth_via_mfa', at, {
      targets,
      debug: { factor: 'PASSWORD_AS_FACTOR' },
    }),
    during(visit, stage.rng, 'system.push.send_factor_verify_push', at + SECOND, { targets, debug: { factor: PUSH } }),
    during(visit, stage.rng, 'user.mfa.okta_verify.deny_push', at + 14 * SECOND, { targets, outcome: 'FAILURE' }),
    during(visit, stage.rng, 'user.authentication.auth_via_mfa', at + 14 * SECOND + 30, {
      ...{ outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS', targets, debug },
    }),
  ];
}

/** Push after push in the evening, until the ninth is let through. */
export const mfaFatigue: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, anonymiser(stage.farFrom(person), rng.int(2000)), OLD_CHROME);
  const pushes = Array.from({ length: 8 }, (_, n) => denied(stage, visit, person, at + n * 50 * SECOND));
  return stage.tell(
    stage.arrives(stage.usual(person), at - 9 * HOUR, person),
    pushes.flat(),
    signIn(stage.world, visit, rng, at + 8 * MINUTE, PUSH),
    stage.opens(visit, at + 10 * MINUTE, stage.world.dashboard),
  );
};

/** One push tapped away by mistake, the next one let through, at the usual desk. */
export const mistap: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(denied(stage, visit, person, at), signIn(stage.world, visit, rng, at + MINUTE, PUSH));
};

/** Somebody talks the help desk into taking all factors away, enrols one of their own, and is in. */
export const factorReset: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, desk] = [stage.one(), helper(stage.people)];
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), rng.int(4000)), LINUX_FIREFOX);
  const targets = [stage.user(person)];
  const uri = `/api/v1/users/${person.user.id}/lifecycle/reset_factors`;
  return stage.tell(
    stage.arrives(stage.usual(person), at - DAY, person),
    desk ? by(atDesk(desk, rng, stage.day), rng)('user.mfa.factor.reset_all', at, { targets, uri }) : [],
    signIn(stage.world, visit, rng, at + 11 * MINUTE, null),
    stage.does(visit, 'user.mfa.factor.activate', at + 13 * MINUTE, { targets, debug: { factor: 'SIGNED_NONCE' } }),
    stage.opens(visit, at + 15 * MINUTE, stage.world.dashboard),
    person.apps.flatMap((app, n) => stage.opens(visit, at + (17 + n) * MINUTE, app)),
  );
};

/** A lost phone: reset at the desk, enrolled again on the laptop that was always used. */
export const lostPhone: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, desk] = [stage.one(), helper(stage.people)];
  const visit = stage.usual(person);
  const targets = [stage.user(person)];
  return stage.tell(
    wrongPassword(visit, rng, at - 20 * MINUTE),
    desk ? by(atDesk(desk, rng, stage.day), rng)('user.mfa.factor.reset_all', at, { targets }) : [],
    signIn(stage.world, visit, rng, at + 9 * MINUTE, null),
    stage.does(visit, 'user.mfa.factor.activate', at + 12 * MINUTE, { targets, debug: { factor: 'SIGNED_NONCE' } }),
    stage.arrives(visit, at + 3 * HOUR, person),
  );
};
