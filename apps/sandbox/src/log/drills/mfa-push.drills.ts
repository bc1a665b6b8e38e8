import { anonymiser, homeNetwork, mobileNetwork } from '../life/networks';
import { during, factorUsed, newSession, signIn, type Visit } from '../life/session-events';
import type { EventDraft } from '../log-event';
import { HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { nightVisitor, password, refused } from './mfa-parts';
import { each } from './parts';

const PUSH = 'OKTA_VERIFY_PUSH';

function push(stage: Stage, visit: Visit, at: number): EventDraft {
  return during(visit, stage.rng, 'system.push.send_factor_verify_push', at, {
    ...{ targets: [visit.actor], uri: '/idp/idx/challenge', debug: { factor: PUSH } },
  });
}

const saysNo = (stage: Stage, visit: Visit, at: number): EventDraft[] => [
  push(stage, visit, at),
  refused(stage, visit, at + 8 * SECOND, { factor: PUSH, pushOnlyResponseType: 'OV_RESPONSE_DENY' }),
];

/** A Classic org writes a refusal twice: the tap, and the factor that was not given. */
const saysNoInClassic = (stage: Stage, visit: Visit, at: number): EventDraft[] => [
  ...saysNo(stage, visit, at),
  during(visit, stage.rng, 'user.mfa.okta_verify.deny_push', at + 8 * SECOND - 40, { targets: [visit.actor] }),
];

/** Six pushes in nine minutes, each refused; after that the attacker gives up. */
const sixRefused: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = nightVisitor(stage, person);
  return stage.tell(
    password(stage, visit, at),
    each(6, (n) => saysNo(stage, visit, at + 10 * SECOND + n * 100 * SECOND)).flat(),
  );
};

/** Two phones on the desk, and the wrong one tapped: three refusals, written twice each, and then in. */
const wrongPhone: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.usual(stage.one());
  return stage.tell(
    password(stage, visit, at),
    each(3, (n) => saysNoInClassic(stage, visit, at + 10 * SECOND + n * 40 * SECOND)).flat(),
    signIn(stage.world, visit, rng, at + 4 * MINUTE, PUSH),
  );
};

/** Five refused, the sixth is let through. */
const wornDown: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = nightVisitor(stage, person, anonymiser(stage.farFrom(person), 411));
  return stage.tell(
    password(stage, visit, at),
    each(5, (n) => saysNo(stage, visit, at + 10 * SECOND + n * 70 * SECOND)).flat(),
    signIn(stage.world, visit, rng, at + 7 * MINUTE, PUSH),
  );
};

/** Six refused, none let through; half an hour later their owner comes to work. */
const notWornDown: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = nightVisitor(stage, person);
  return stage.tell(
    password(stage, visit, at),
    each(6, (n) => saysNo(stage, visit, at + 10 * SECOND + n * 50 * SECOND)).flat(),
    stage.arrives(stage.usual(person), at + 31 * MINUTE, person),
  );
};

/** Six pushes that nobody answers, and the seventh is answered, all in one session. */
const pushesUntilAnswered: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  return stage.tell(
    each(6, (n) => push(stage, visit, at + n * 55 * SECOND)),
    signIn(stage.world, visit, rng, at + 6 * MINUTE, PUSH),
  );
};

/** A slow phone needs three pushes; another person answers the second, and the second again after lunch. */
const slowPhones: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [a, b] = stage.staff(2).map((person) => stage.usual(person)) as [Visit, Visit];
  const later = { ...b, session: newSession(rng) };
  return stage.tell(
    each(2, (n) => push(stage, a, at + n * MINUTE)),
    signIn(stage.world, a, rng, at + 2 * MINUTE, PUSH),
    push(stage, b, at),
    signIn(stage.world, b, rng, at + MINUTE, PUSH),
    push(stage, later, at + 40 * MINUTE),
    signIn(stage.world, later, rng, at + 41 * MINUTE, PUSH),
  );
};

/** A page between asks for the push from its own machine; the phone in the victim's pocket answers. */
const relayedPush: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const relay = nightVisitor(stage, person);
  const phone = { ...relay, network: mobileNetwork(person.home, 4), behaviors: [] };
  return stage.tell(
    password(stage, relay, at),
    push(stage, relay, at + 2 * SECOND),
    factorUsed(phone, rng, at + 26 * SECOND, PUSH),
    during(relay, rng, 'user.session.start', at + 27 * SECOND, { targets: [person.entity] }),
  );
};

/** From a new home, with the laptop that was always used, answered by a phone on its carrier's network. */
const newHome: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = {
    ...{ ...stage.usual(person), network: homeNetwork(person.home, 77, 7), session: newSession(rng) },
    behaviors: ['New IP'],
  };
  const phone = { ...visit, network: mobileNetwork(person.home, 1), behaviors: [] };
  return stage.tell(
    password(stage, visit, at),
    push(stage, visit, at + 2 * SECOND),
    factorUsed(phone, rng, at + 15 * SECOND, PUSH),
    during(visit, rng, 'user.session.start', at + 16 * SECOND, { targets: [person.entity] }),
  );
};

/** Refused twice in five minutes. */
const refusedTwice: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  return stage.tell(saysNo(stage, visit, at), saysNo(stage, visit, at + 5 * MINUTE));
};

/** Pushes that time out, and one that is let through. */
const unanswered: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.usual(stage.one());
  return stage.tell(
    each(2, (n) => push(stage, visit, at + n * MINUTE)),
    refused(stage, visit, at + 2 * MINUTE, { factor: PUSH }, ['UNANSWERED', 'PUSH_TIMED_OUT']),
    signIn(stage.world, visit, rng, at + 4 * MINUTE, PUSH),
  );
};

const wrongNumber = (stage: Stage, visit: Visit, at: number): EventDraft =>
  refused(stage, visit, at, {
    factor: PUSH,
    pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_INVALID',
  });

/** Whoever has the phone taps the wrong number twice: they do not see the screen. */
const guessesTheNumber: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  return stage.tell(
    password(stage, visit, at),
    wrongNumber(stage, visit, at + 30 * SECOND),
    wrongNumber(stage, visit, at + 11 * MINUTE),
  );
};

/** Tapped beside the right number, then on it; and once more in the afternoon. */
const besideTheNumber: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(
    wrongNumber(stage, visit, at),
    signIn(stage.world, visit, rng, at + 20 * SECOND, PUSH),
    wrongNumber(stage, { ...visit, session: newSession(rng) }, at + 3 * HOUR),
    stage.arrives({ ...visit, session: newSession(rng) }, at + 3 * HOUR + MINUTE, person),
  );
};

/** Pushes. */
export const pushDrills: Drills = {
  'okta-det-mfa-push-bombing': { attack: sixRefused, lookAlike: wrongPhone },
  'okta-det-mfa-push-bombing-success': { attack: wornDown, lookAlike: notWornDown },
  'okta-det-mfa-push-ratio': { attack: pushesUntilAnswered, lookAlike: slowPhones },
  'okta-det-mfa-push-source-mismatch': { attack: relayedPush, lookAlike: newHome },
  'okta-det-mfa-rejected-push': { attack: refusedTwice, lookAlike: unanswered },
  'okta-det-mfa-number-challenge-failed': { attack: guessesTheNumber, lookAlike: besideTheNumber },
};
