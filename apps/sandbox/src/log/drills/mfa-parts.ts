import { LINUX_FIREFOX } from '../life/agents';
import type { Person } from '../life/people';
import { during, type Visit } from '../life/session-events';
import type { EventDraft, Network, Outcome } from '../log-event';
import type { Stage } from '../attacks/stage';
import { rented } from './parts';

/** A right password, as a sign-in of several factors has it. */
export function password(stage: Stage, visit: Visit, at: number): EventDraft {
  return during(visit, stage.rng, 'user.authentication.auth_via_mfa', at, {
    ...{ targets: [visit.actor], uri: '/idp/idx/challenge/answer', debug: { factor: 'PASSWORD_AS_FACTOR' } },
  });
}

/** A factor that was asked for and not given. */
export function refused(
  stage: Stage,
  visit: Visit,
  at: number,
  debug: Readonly<Record<string, string>>,
  [outcome, reason]: readonly [Outcome, string] = ['FAILURE', 'INVALID_CREDENTIALS'],
): EventDraft {
  return during(visit, stage.rng, 'user.authentication.auth_via_mfa', at, {
    ...{ outcome, reason, targets: [visit.actor], uri: '/idp/idx/authenticators/poll', debug },
  });
}

/** Somebody else with the password. */
export function nightVisitor(stage: Stage, person: Person, network?: Network): Visit {
  return stage.stranger(person, network ?? rented(stage), LINUX_FIREFOX);
}
