import { by } from '../life/chores';
import { DAY, MINUTE, type Stage, type Story } from '../attacks/stage';
import { thing } from '../attacks/tampering';
import type { Agent, Entity, EventDraft, Network } from '../log-event';

/** Writes an event of one caller. */
export type Calls = (type: string, at: number, more?: Partial<EventDraft>) => EventDraft;

/** Requests made with an API token, from one place by one program. */
export function withToken(stage: Stage, token: Entity, owner: Entity, network: Network, agent: Agent): Calls {
  const event = by({ actor: owner, network, agent, transaction: { tokenId: token.id } }, stage.rng);
  return (type, at, more = {}) => event(type, at, { uri: '/api/v1/users', ...more });
}

/** Requests of an OAuth client, from one place by one program. */
export function asClient(stage: Stage, client: Entity, network: Network, agent: Agent): Calls {
  const credential = { type: 'OAuth 2.0', provider: 'OKTA_CREDENTIAL_PROVIDER' };
  const event = by({ actor: client, network, agent, clientId: client.id, credential }, stage.rng);
  return (type, at, more = {}) => event(type, at, { uri: '/oauth2/default/v1/token', ...more });
}

export function newToken(stage: Stage, name: string): Entity {
  return thing('Token', `00T${stage.rng.hex(17)}`, name);
}

/** A client no inventory has heard of. */
export function newClient(stage: Stage, name: string): Entity {
  const id = `0oa${stage.rng.hex(17)}`;
  return thing('PublicClientApp', id, name, { alternateId: id });
}

/** In each of the nights before the story, the last of them yesterday's; within ten minutes of the story's hour. */
export function nightly(stage: Stage, nights: number, tell: (at: number, night: number) => EventDraft[]): EventDraft[] {
  return Array.from({ length: nights }, (_, night) =>
    tell(stage.at - (nights - night) * DAY + stage.rng.int(10 * MINUTE), night),
  ).flat();
}

/** The same story at another time. */
export function shifted(story: Story, by: number): Story {
  return (org, at, rng) => story(org, at + by, rng);
}
