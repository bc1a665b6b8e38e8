import { OLD_CHROME } from '../life/agents';
import { during, newSession } from '../life/session-events';
import { writeEvent, type Entity, type LogEvent } from '../log-event';
import { MINUTE, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { rented } from './parts';

interface Told {
  readonly login: string;
  readonly at: number;
  /** Who checked the password. */
  readonly provider: 'ACTIVE_DIRECTORY' | 'OKTA_AUTHENTICATION_PROVIDER';
  readonly outcome?: 'FAILURE';
}

/** A sign-in with a password that Okta or a directory behind an agent checks. */
function signsIn(stage: Stage, { login, at, provider, outcome }: Told): LogEvent[] {
  const { rng } = stage;
  const person = stage.one();
  const actor: Entity = { ...person.entity, alternateId: login, displayName: login.split('@')[0]! };
  const device = stage.device(OLD_CHROME);
  const visit = { actor, network: rented(stage), device, session: newSession(rng), behaviors: [] };
  const more = { targets: [actor], uri: '/api/v1/authn', ...(outcome && { outcome, reason: 'INVALID_CREDENTIALS' }) };
  const checked = during(visit, rng, 'user.authentication.auth_via_AD_agent', at - 200, more);
  const started = during(visit, rng, 'user.session.start', at, more);
  return [...(provider === 'ACTIVE_DIRECTORY' ? [checked] : []), started].map(writeEvent).map((event) => ({
    ...event,
    authenticationContext: { ...(event.authenticationContext as object), authenticationProvider: provider },
  }));
}

const long = `${'christopher-alexander.montgomery-fitzgerald.consulting'}@brightwater.example`;

/** Seventy-four characters, and the directory is not asked whether the password is right. */
const longName: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return signsIn(stage, { login: long, at, provider: 'ACTIVE_DIRECTORY' });
};

/** As long a name whose password Okta keeps, one that the directory refuses, and one of fifty-one characters. */
const longNamesElsewhere: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const shorter = `${'a'.repeat(4)}.${'b'.repeat(26)}@brightwater.example`;
  return [
    ...signsIn(stage, { login: long, at, provider: 'OKTA_AUTHENTICATION_PROVIDER' }),
    ...signsIn(stage, { login: long, at: at + MINUTE, provider: 'ACTIVE_DIRECTORY', outcome: 'FAILURE' }),
    ...signsIn(stage, { login: shorter, at: at + 2 * MINUTE, provider: 'ACTIVE_DIRECTORY' }),
  ];
};

/** Passwords that a directory of the company checks. */
export const delegatedDrills: Drills = {
  'okta-det-long-username-delegated-auth': { attack: longName, lookAlike: longNamesElsewhere },
};
