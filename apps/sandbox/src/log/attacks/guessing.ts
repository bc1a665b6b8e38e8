import { GO_CLIENT, LINUX_FIREFOX, MAIL_CLIENT, OLD_CHROME, PYTHON } from '../life/agents';
import { hostingNetwork, mobileNetwork, officeNetwork } from '../life/networks';
import { FAR_CITIES, type City } from '../life/places';
import { newSession, visitOf, wrongPassword } from '../life/session-events';
import { newPassword } from '../life/stay-events';
import type { Device, Person } from '../life/people';
import type { Agent, EventDraft, Network } from '../log-event';
import { ALL_NEW, HOUR, MINUTE, SECOND, Stage, type Story } from './stage';

/** How many people a story about many can have in this org. */
function many(stage: Stage, wanted: number): Person[] {
  const there = stage.people.some(wanted, ({ isAdmin }) => !isAdmin).length;
  return stage.staff(Math.min(wanted, there));
}

/** Guesses at somebody's password from a place. */
function guess(stage: Stage, person: Person, at: number, network: Network, device: Device): EventDraft[] {
  const visit = visitOf(person, network, device, newSession(stage.rng), ALL_NEW);
  return wrongPassword(visit, stage.rng, at);
}

const machine = (stage: Stage, agent: Agent): Device => stage.device(agent);

/** One machine tries three passwords on everybody, slowly, and one of them fits. */
export const spraySingle: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = hostingNetwork(rng.pick(FAR_CITIES), rng.int(5000));
  const device = machine(stage, OLD_CHROME);
  const victims = many(stage, 24);
  const tries = [0, 1, 2].flatMap((round) =>
    victims.flatMap((person, n) => guess(stage, person, at + round * 15 * MINUTE + n * 20 * SECOND, network, device)),
  );
  const found = victims[5] as Person;
  const visit = { ...stage.stranger(found, network, OLD_CHROME), device };
  return stage.tell(tries, stage.arrives(visit, at + 52 * MINUTE, found, 2));
};

/** An office behind one address on the morning of new passwords: each mistypes once or twice, and gets in. */
export const officeMorning: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = many(stage, 24);
  const network = officeNetwork((people[0] as Person).home);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), network };
      const when = at + n * 100 * SECOND;
      const tries = Array.from({ length: rng.int(3) }, (_, m) => wrongPassword(visit, rng, when + m * 20 * SECOND));
      return [
        ...tries.flat(),
        ...newPassword(visit, rng, when + 70 * SECOND),
        ...stage.arrives(visit, when + 90 * SECOND, person, 1),
      ];
    }),
  );
};

/** Many rented machines, one or two guesses each. */
export const sprayDistributed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const cities = FAR_CITIES.slice(0, 5) as City[];
  const victims = many(stage, 30);
  const atWork = victims
    .slice(0, 6)
    .flatMap((person, n) => stage.arrives(stage.usual(person), at + n * MINUTE, person));
  return stage.tell(
    atWork,
    [0, 1].flatMap((round) =>
      victims.flatMap((person, n) =>
        guess(
          stage,
          person,
          at + round * 6 * MINUTE + n * 11 * SECOND,
          hostingNetwork(rng.pick(cities), rng.int(8000)),
          machine(stage, OLD_CHROME),
        ),
      ),
    ),
  );
};

/** A password-expiry wave: many people, each from home, each mistypes, each gets in with the browser they always use. */
export const expiryWave: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    many(stage, 30).flatMap((person, n) => {
      const visit = stage.usual(person);
      const when = at + n * 30 * SECOND;
      const tries = Array.from({ length: 1 + rng.int(3) }, (_, m) => wrongPassword(visit, rng, when + m * 15 * SECOND));
      return [
        ...tries.flat(),
        ...newPassword(visit, rng, when + 80 * SECOND),
        ...stage.arrives(visit, when + 100 * SECOND, person, 1),
      ];
    }),
  );
};

/** A list of names and passwords from elsewhere: one try each, as fast as it goes, half of the names unknown. */
export const credentialStuffing: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = hostingNetwork(rng.pick(FAR_CITIES), rng.int(5000));
  const device = machine(stage, PYTHON);
  const known = many(stage, 20).flatMap((person, n) => guess(stage, person, at + n * 9 * SECOND, network, device));
  const unknown = Array.from({ length: 25 }, (_, n) => {
    const login = `${rng.hex(7)}@mailbox.example`;
    const actor = { id: 'unknown', type: 'User', alternateId: login, displayName: 'unknown' };
    const visit = { actor, network, device, session: 'unknown', behaviors: [] };
    return stage.does(visit, 'user.session.start', at + 4 * SECOND + n * 8 * SECOND, {
      ...{ outcome: 'FAILURE', reason: 'VERIFICATION_ERROR', uri: '/api/v1/authn' },
    });
  });
  return stage.tell(known, unknown);
};

/** Behind a carrier's gateway many people share an address: some mistype, most do not. */
export const carrierGateway: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = many(stage, 30);
  const network = mobileNetwork((people[0] as Person).home, 3);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), network, device: stage.phone(person), behaviors: ['New IP'] };
      const when = at + n * 25 * SECOND;
      const typo = rng.chance(0.2) ? wrongPassword(visit, rng, when) : [];
      return [...typo, ...stage.arrives(visit, when + 20 * SECOND, person, 1)];
    }),
  );
};

/** Thirty guesses at one account, and the thirty-first is right. */
export const bruteForce: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const network = hostingNetwork(stage.farFrom(person), rng.int(5000));
  const device = machine(stage, GO_CLIENT);
  const tries = Array.from({ length: 30 }, (_, n) =>
    guess(stage, person, at + n * 40 * SECOND, network, device),
  ).flat();
  const visit = { ...stage.stranger(person, network, LINUX_FIREFOX), device };
  return stage.tell(
    stage.arrives(stage.usual(person), at - 3 * HOUR, person),
    tries,
    stage.arrives(visit, at + 24 * MINUTE, person, 2),
  );
};

/** A mail program goes on with the old password until somebody notices; then its owner signs in as always. */
export const staleMailProgram: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const usual = stage.usual(person);
  const mail = { ...usual, device: { ...usual.device, agent: MAIL_CLIENT } };
  const tries = Array.from({ length: 12 }, (_, n) =>
    wrongPassword(mail, rng, at + 10 * MINUTE + n * 5 * MINUTE),
  ).flat();
  return stage.tell(newPassword(usual, rng, at), tries, stage.arrives(usual, at + 75 * MINUTE, person));
};
