import { hostingNetwork } from '../life/networks';
import { FAR_CITIES } from '../life/places';
import { during, newSession, visitOf, type Visit } from '../life/session-events';
import type { Device, Person } from '../life/people';
import type { Agent, Entity, EventDraft, Network } from '../log-event';
import { ALL_NEW, type Stage } from '../attacks/stage';

/** A name that was tried and that nobody has. */
export function nobody(login: string): Entity {
  return { id: 'unknown', type: 'User', alternateId: login, displayName: 'unknown' };
}

/** Somebody's account, from a browser or program that is not theirs. */
export function intruder(stage: Stage, person: Person, network: Network, device: Device): Visit {
  return visitOf(person, network, device, newSession(stage.rng), ALL_NEW);
}

/** A machine that can be rented by the hour, somewhere. */
export function rented(stage: Stage): Network {
  return hostingNetwork(stage.rng.pick(FAR_CITIES), stage.rng.int(9000));
}

/** A try with a wrong password through the authentication API: one event, where the hosted sign-in page writes two. */
export function apiFailure(stage: Stage, visit: Visit, at: number, more: Partial<EventDraft> = {}): EventDraft {
  return during({ ...visit, session: 'unknown' }, stage.rng, 'user.session.start', at, {
    ...{ outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS', targets: [visit.actor], uri: '/api/v1/authn' },
    ...more,
  });
}

/** A try with a name that nobody has. */
export function unknownFailure(
  stage: Stage,
  login: string,
  network: Network,
  agent: Agent,
  at: number,
  more: Partial<EventDraft> = {},
): EventDraft {
  const visit = { actor: nobody(login), network, device: stage.device(agent), session: 'unknown', behaviors: [] };
  return apiFailure(stage, visit, at, { reason: 'VERIFICATION_ERROR', targets: [], ...more });
}

/** One event for each of `count`. */
export function each<T>(count: number, tell: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => tell(n));
}
