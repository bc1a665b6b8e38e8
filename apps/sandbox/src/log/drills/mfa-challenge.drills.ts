import { homeNetwork, officeNetwork } from '../life/networks';
import { during, newSession, signIn, wrongPassword, type Visit } from '../life/session-events';
import type { EventDraft, Outcome } from '../log-event';
import { HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { nightVisitor, password, refused } from './mfa-parts';
import { each } from './parts';

const leftOpen = (stage: Stage, visit: Visit, at: number, outcome: Outcome = 'ABANDONED'): EventDraft =>
  refused(stage, visit, at, { factor: 'SIGNED_NONCE' }, [outcome, 'Challenge was not completed']);

/** With the right password and no factor: six times from one machine, and nobody answers. */
const asksAndGoes: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  return stage.tell(
    each(6, (n) => [
      password(stage, visit, at + n * 8 * MINUTE),
      leftOpen(stage, visit, at + n * 8 * MINUTE + 5 * MINUTE, n % 2 ? 'UNANSWERED' : 'ABANDONED'),
    ]).flat(),
  );
};

/** One office, one hour: four people leave a sign-in open, one of them three times before the coffee is there. */
const coffee: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(4);
  const network = officeNetwork(people[0]!.home);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), network };
      const open = each(n === 0 ? 3 : 1, (m) => leftOpen(stage, visit, at + n * 9 * MINUTE + m * 3 * MINUTE));
      return [...open, ...stage.arrives(visit, at + n * 9 * MINUTE + 10 * MINUTE, person, 1)];
    }),
  );
};

/** Twelve codes tried in four minutes. */
const guessesCodes: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  const factor = 'GOOGLE_OTP';
  return stage.tell(
    password(stage, visit, at),
    each(12, (n) => refused(stage, visit, at + 10 * SECOND + n * 20 * SECOND, { factor })),
  );
};

/** A clock gone wrong: eight codes that do not fit in five minutes; and ten mistyped passwords after lunch. */
const clockGoneWrong: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(
    password(stage, visit, at),
    each(8, (n) => refused(stage, visit, at + 10 * SECOND + n * 35 * SECOND, { factor: 'GOOGLE_OTP' })),
    stage.arrives(visit, at + 9 * MINUTE, person),
    each(10, (n) => wrongPassword(visit, rng, at + 3 * HOUR + n * 25 * SECOND)).flat(),
    stage.arrives({ ...visit, session: newSession(rng) }, at + 3 * HOUR + 9 * MINUTE, person),
  );
};

/** The right password from a place never seen, a factor that fails, and nobody comes back from there. */
const stopsAtTheFactor: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = nightVisitor(stage, person);
  return stage.tell(
    stage.arrives(stage.usual(person), at - HOUR, person),
    password(stage, visit, at),
    refused(stage, visit, at + 40 * SECOND, { factor: 'OKTA_SOFT_TOKEN' }),
    stage.opens(stage.usual(person), at + 12 * MINUTE, person.apps[0]!),
    stage.opens(stage.usual(person), at + 2 * HOUR, person.apps[1]!),
  );
};

/** In a hotel: the first code is mistyped, the second is right. */
const hotel: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const network = homeNetwork(stage.farFrom(person), 31, 2);
  const visit = { ...stage.usual(person), network, behaviors: ['New IP', 'New City', 'New Country'] };
  return stage.tell(
    password(stage, visit, at),
    refused(stage, visit, at + 30 * SECOND, { factor: 'OKTA_SOFT_TOKEN' }),
    signIn(stage.world, visit, rng, at + 90 * SECOND, person.factor),
  );
};

/** FastPass sees that the page it is asked by is not Okta's. */
const phishingPage: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = nightVisitor(stage, stage.one());
  const why = 'FastPass declined phishing attempt';
  return stage.tell(refused(stage, visit, at, { factor: 'SIGNED_NONCE' }, ['FAILURE', why]));
};

/** FastPass is told no at the fingerprint reader, and then yes. */
const wetFingers: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(
    refused(stage, visit, at, { factor: 'SIGNED_NONCE' }, ['FAILURE', 'User verification was declined']),
    signIn(stage.world, visit, rng, at + 20 * SECOND, 'SIGNED_NONCE'),
  );
};

function fastPass(stage: Stage, visit: Visit, at: number, context: Readonly<Record<string, string>>): EventDraft {
  const debug = { factor: 'SIGNED_NONCE', authenticatorContext: JSON.stringify(context) };
  return during(visit, stage.rng, 'user.authentication.auth_via_mfa', at, { targets: [visit.actor], debug });
}

/** A program nobody has signed asks FastPass on the victim's own laptop, and passes on what it says. */
const unsignedProgram: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.usual(stage.one());
  return stage.tell(
    fastPass(stage, visit, at, {
      ...{ bindingMethod: 'LOOPBACK', binaryIdentifier: '/private/tmp/.cache/helperd' },
      ...{ validationStatus: 'NO_SIGNATURE' },
    }),
  );
};

/** Browsers ask FastPass; a program that does not go through the loopback is asked by the system itself. */
const browsersAsk: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.usual(stage.one());
  const trusted = { validationStatus: 'TRUSTED' };
  return stage.tell(
    fastPass(stage, visit, at, { bindingMethod: 'LOOPBACK', binaryIdentifier: 'com.google.Chrome', ...trusted }),
    fastPass(stage, visit, at + HOUR, { bindingMethod: 'LOOPBACK', binaryIdentifier: 'msedge.exe', ...trusted }),
    fastPass(stage, visit, at + 2 * HOUR, { bindingMethod: 'CUSTOM_URI', binaryIdentifier: 'Mail', ...trusted }),
  );
};

/** Other factors of a sign-in. */
export const challengeDrills: Drills = {
  'okta-det-mfa-abandonment': { attack: asksAndGoes, lookAlike: coffee },
  'okta-det-mfa-failures-user': { attack: guessesCodes, lookAlike: clockGoneWrong },
  'okta-det-mfa-failure-then-never': { attack: stopsAtTheFactor, lookAlike: hotel },
  'okta-det-fastpass-phishing-blocked': { attack: phishingPage, lookAlike: wetFingers },
  'okta-det-fastpass-suspicious-binary': { attack: unsignedProgram, lookAlike: browsersAsk },
};
