import { GO_CLIENT, LINUX_FIREFOX, MAIL_CLIENT, OLD_CHROME } from '../life/agents';
import { anonymiser, consumerVpn, homeNetwork, mobileNetwork, officeNetwork } from '../life/networks';
import { FAR_CITIES } from '../life/places';
import { atDesk, by, helper } from '../life/chores';
import type { Person } from '../life/people';
import { signIn, wrongPassword, type Visit } from '../life/session-events';
import { newPassword } from '../life/stay-events';
import type { EventDraft, Network } from '../log-event';
import { staleMailProgram } from '../attacks/guessing';
import { HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { apiFailure, each, intruder, rented } from './parts';

/** Twenty-three guesses at one account, one every two and a half minutes, each through the next of three machines. */
const patientGuesses: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const machines = each(3, () => rented(stage));
  const device = stage.device(LINUX_FIREFOX);
  return stage.tell(
    stage.arrives(stage.usual(person), at - 2 * HOUR, person),
    each(23, (n) =>
      apiFailure(stage, intruder(stage, person, machines[n % 3]!, device), at + n * 2.5 * MINUTE, {
        dtHash: undefined,
      }),
    ),
  );
};

/** One account, twelve guesses, a machine in another country for every second one. */
const fromAllOver: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const exits = FAR_CITIES.map((city, n) => anonymiser(city, 700 + n));
  return stage.tell(
    each(12, (n) => {
      const visit = intruder(stage, person, exits[Math.floor(n / 2)]!, stage.device(OLD_CHROME));
      return apiFailure(stage, visit, at + n * 2 * MINUTE);
    }),
  );
};

/** In the train after a change of password: the phone's mail program, at another gateway of the carrier each time. */
const inTheTrain: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const [phone, usual] = [stage.phone(person), stage.usual(person)];
  return stage.tell(
    newPassword(usual, rng, at - 20 * MINUTE),
    each(10, (n) => {
      const visit = { ...usual, device: phone, network: mobileNetwork(person.home, n % 5), behaviors: ['New IP'] };
      return apiFailure(stage, visit, at + n * 2.5 * MINUTE);
    }),
    each(2, (n) => apiFailure(stage, usual, at + (12 + n) * MINUTE)),
    stage.arrives(usual, at + 40 * MINUTE, person),
  );
};

/** Fifteen guesses from one machine, each as if from a browser that was never here. */
const freshBrowserEachTime: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const network = rented(stage);
  return stage.tell(
    each(15, (n) =>
      apiFailure(stage, intruder(stage, person, network, stage.device(OLD_CHROME)), at + n * 80 * SECOND),
    ),
  );
};

/** A browser that forgets everything when it is closed, and somebody who closes it after each typo but one. */
const forgetfulBrowser: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const usual = stage.usual(person);
  const { agent } = usual.device;
  const devices = each(6, () => stage.device(agent));
  return stage.tell(
    each(9, (n) => {
      const visit = { ...usual, device: devices[Math.min(5, n)]!, behaviors: ['New Device'] };
      return apiFailure(stage, visit, at + n * 3 * MINUTE);
    }),
    stage.arrives({ ...usual, device: devices[5]!, behaviors: ['New Device'] }, at + 29 * MINUTE, person),
  );
};

/** Behind an anonymiser one browser signs in as three people in seven minutes. */
const oneBrowserThreePeople: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const device = stage.device(LINUX_FIREFOX);
  const network = anonymiser(rng.pick(FAR_CITIES), 50);
  return stage.tell(
    stage.staff(3).flatMap((person, n) => {
      const visit = { ...intruder(stage, person, network, device) };
      return signIn(stage.world, visit, rng, at + n * 3 * MINUTE, person.factor);
    }),
  );
};

/** Two of a household share a computer and a VPN of their own; at work a screen in the hall is used by six. */
const sharedAtHomeAndInTheHall: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(8);
  const at_ = (person: Person, network: Network, device: Visit['device'], when: number): EventDraft[] =>
    stage.arrives({ ...stage.usual(person), network, device }, when, person, 1);
  const [first, second, ...others] = people as [Person, Person, ...Person[]];
  const family = stage.laptop(first);
  const vpn = consumerVpn(first.home, 3);
  const hall = stage.device(OLD_CHROME);
  return stage.tell(
    at_(first, vpn, family, at),
    at_(second, vpn, family, at + 4 * MINUTE),
    others.flatMap((person, n) => at_(person, officeNetwork(first.home), hall, at + n * 80 * SECOND)),
  );
};

/** Guesses at one account, a pause of more than an hour, and then the right password through somebody's home. */
const guessedAndUsed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const [network, device] = [rented(stage), stage.device(GO_CLIENT)];
  const through = homeNetwork(stage.farFrom(person), rng.int(4000), 1);
  return stage.tell(
    stage.arrives(stage.usual(person), at - 2 * HOUR, person),
    each(26, (n) => apiFailure(stage, intruder(stage, person, network, device), at + n * 70 * SECOND)),
    stage.arrives(stage.stranger(person, through, OLD_CHROME), at + 110 * MINUTE, person, 1),
  );
};

/**
 * Passwords of ten people are tried from elsewhere while they go on working where they always do; another one has
 * forgotten theirs, is locked out, calls, and signs in at the same desk.
 */
const attackedAndAtWork: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(11);
  const [forgetful, ...others] = people as [Person, ...Person[]];
  const [network, device] = [rented(stage), stage.device(GO_CLIENT)];
  const own = stage.usual(forgetful);
  const desk = helper(stage.people)!;
  const targets = [forgetful.entity];
  return stage.tell(
    each(3, (round) =>
      others.map((person, n) =>
        apiFailure(stage, intruder(stage, person, network, device), at + round * 12 * MINUTE + n * 15 * SECOND),
      ),
    ).flat(),
    others.flatMap((person, n) => stage.arrives(stage.usual(person), at + (45 + n * 2) * MINUTE, person, 2)),
    each(5, (n) => wrongPassword(own, rng, at + n * 30 * SECOND)).flat(),
    stage.does(own, 'user.account.lock', at + 151 * SECOND, { outcome: 'FAILURE', reason: 'LOCKED_OUT', targets }),
    by(atDesk(desk, rng, stage.day), rng)('user.account.unlock_by_admin', at + 9 * MINUTE, { targets }),
    stage.arrives(own, at + 12 * MINUTE, forgetful),
  );
};

/** Guesses from elsewhere until the account is locked. */
const lockedFromElsewhere: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = intruder(stage, person, rented(stage), stage.device(GO_CLIENT));
  return stage.tell(
    each(6, (n) => apiFailure(stage, visit, at + n * 20 * SECOND)),
    stage.does(visit, 'user.account.lock', at + 2 * MINUTE, {
      ...{ outcome: 'FAILURE', reason: 'LOCKED_OUT', targets: [person.entity], uri: '/api/v1/authn' },
    }),
  );
};

/** Four typos, one short of being locked, and the help desk unlocks what is not locked. */
const nearlyLocked: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const desk = helper(stage.people)!;
  return stage.tell(
    each(4, (n) => wrongPassword(own, rng, at + n * 30 * SECOND)).flat(),
    by(atDesk(desk, rng, stage.day), rng)('user.account.unlock_by_admin', at + 6 * MINUTE, {
      targets: [person.entity],
    }),
    stage.arrives(own, at + 8 * MINUTE, person),
  );
};

function locked(stage: Stage, person: Person, visit: Visit, at: number): EventDraft {
  return stage.does(visit, 'user.account.lock', at, { reason: 'LOCKED_OUT', targets: [person.entity] });
}

/** Six accounts locked within four minutes, each from another address. */
const manyLocked: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const device = stage.device(PYTHON_LIKE);
  return stage.tell(
    stage.staff(6).flatMap((person, n) => {
      const visit = intruder(stage, person, rented(stage), device);
      const when = at + n * 45 * SECOND;
      return [apiFailure(stage, visit, when), locked(stage, person, visit, when + SECOND)];
    }),
  );
};

const PYTHON_LIKE = { ...GO_CLIENT, raw: 'python-httpx/0.28.1' };

/** The first of the month: one is locked twice in two hours, four others at their desks within the same minutes. */
const unluckyMorning: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(5);
  const lock = (person: Person, when: number): EventDraft[] => {
    const own = stage.usual(person);
    return [...wrongPassword(own, rng, when - 5 * SECOND), locked(stage, person, own, when)];
  };
  return stage.tell(
    lock(people[0]!, at - HOUR),
    lock(people[0]!, at + 50 * MINUTE),
    people.slice(1).flatMap((person, n) => lock(person, at + n * 80 * SECOND)),
  );
};

/** Office of one user opens an account with a program of old from a far address, after weeks of browsers only. */
const oldProtocolFromAfar: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const agent = { ...MAIL_CLIENT, raw: 'CBAInPROD', os: 'Unknown' };
  const visit = intruder(stage, person, rented(stage), stage.device(agent));
  const targets = [person.entity, OFFICE];
  return stage.tell(
    stage.arrives(stage.usual(person), at - 3 * HOUR, person),
    stage.does(visit, 'user.authentication.auth_via_richclient', at, { targets, uri: '/app/office365/active' }),
  );
};

const OFFICE = { id: '0oa7mail0office000001', type: 'AppInstance', alternateId: 'Mail', displayName: 'Mail' };

/** A mail program that has signed in so every few days, again; after a new password it fails three times first. */
const mailAsAlways: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = { ...stage.usual(person), device: { ...stage.laptop(person), agent: MAIL_CLIENT } };
  const mail = (when: number, more: Partial<EventDraft> = {}): EventDraft =>
    stage.does(visit, 'user.authentication.auth_via_richclient', when, { targets: [person.entity, OFFICE], ...more });
  return stage.tell(
    each(9, (n) => mail(at - (27 - n * 3) * 24 * HOUR + n * 7 * MINUTE)),
    newPassword(visit, rng, at),
    each(3, (n) => mail(at + (1 + n) * MINUTE, { outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS' })),
    mail(at + 6 * MINUTE),
  );
};

/** Guessed passwords: one account at a time. */
export const accountDrills: Drills = {
  'okta-det-bruteforce-user': { attack: patientGuesses, lookAlike: staleMailProgram },
  'okta-det-bruteforce-distributed-user': { attack: fromAllOver, lookAlike: inTheTrain },
  'okta-det-device-token-rotation': { attack: freshBrowserEachTime, lookAlike: forgetfulBrowser },
  'okta-det-same-device-many-users-proxy': { attack: oneBrowserThreePeople, lookAlike: sharedAtHomeAndInTheHall },
  'okta-det-success-after-attack': { attack: guessedAndUsed, lookAlike: attackedAndAtWork },
  'okta-det-account-locked': { attack: lockedFromElsewhere, lookAlike: nearlyLocked },
  'okta-det-multiple-lockouts': { attack: manyLocked, lookAlike: unluckyMorning },
  'okta-det-rich-client-auth': { attack: oldProtocolFromAfar, lookAlike: mailAsAlways },
};
