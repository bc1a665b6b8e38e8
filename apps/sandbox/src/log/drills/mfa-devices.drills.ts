import { LINUX_FIREFOX, PYTHON } from '../life/agents';
import { officeNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { during, newSession, signIn, type Visit } from '../life/session-events';
import type { Entity, EventDraft } from '../log-event';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { rented } from './parts';

function device(stage: Stage, name: string): Entity {
  return { id: `guo${stage.rng.hex(17)}`, type: 'Device', alternateId: 'unknown', displayName: name };
}

const added = (stage: Stage, visit: Visit, at: number, of: Entity, type = 'device.user.add'): EventDraft =>
  stage.does(visit, type, at, { targets: [of, visit.actor] });

/** One phone is added for two people, nine days apart, from machines for hire. */
const onePhoneTwoPeople: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [a, b] = stage.staff(2) as [Person, Person];
  const phone = device(stage, 'SM-A166B');
  return stage.tell(
    added(stage, stage.stranger(a, rented(stage), LINUX_FIREFOX), at - 9 * DAY, phone),
    added(stage, stage.stranger(b, rented(stage), LINUX_FIREFOX), at, phone),
  );
};

/** Two people have phones of one make, under its name; one of them adds the phone again after wiping it. */
const phonesOfOneMake: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [a, b] = stage.staff(2) as [Person, Person];
  const first = device(stage, 'iPhone');
  return stage.tell(
    added(stage, stage.usual(a), at, first),
    added(stage, stage.usual(a), at + 3 * HOUR, first),
    added(stage, stage.usual(b), at + 20 * MINUTE, device(stage, 'iPhone')),
  );
};

/** A telephone, by an id and by a number, in the words of the log. */
function telephone(stage: Stage, number: string): Entity {
  return { id: `mbl${stage.rng.hex(17)}`, type: 'MobilePhone', alternateId: 'unknown', displayName: number };
}

const asked = (stage: Stage, visit: Visit, at: number, phone: Entity): EventDraft =>
  stage.does(visit, 'system.sms.send_phone_verification_message', at, { targets: [visit.actor, phone] });

/** One number is verified for three accounts. */
const oneNumber: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const phone = telephone(stage, '+31 6 00000042');
  return stage.tell(
    stage.staff(3).map((person, n) => {
      const visit = stage.stranger(person, rented(stage), LINUX_FIREFOX);
      return asked(stage, visit, at - (2 - n) * 4 * DAY, phone);
    }),
  );
};

/** Two people verify a number each, one of them three times, because the message is late. */
const lateMessage: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [a, b] = stage.staff(2) as [Person, Person];
  const [first, second] = [telephone(stage, '+31 6 00000017'), telephone(stage, '+31 6 00000018')];
  return stage.tell(
    [0, 1, 2].map((n) => asked(stage, stage.usual(a), at + n * 2 * MINUTE, first)),
    asked(stage, stage.usual(b), at + MINUTE, second),
  );
};

/** From an address that ThreatInsight spoke of in the morning somebody enrols a device. */
const fromASuspect: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const network = rented(stage);
  const visit = stage.stranger(person, network, LINUX_FIREFOX);
  return stage.tell(
    stage.system('security.threat.detected', at - 7 * HOUR, {
      ...{ network, agent: PYTHON, transaction: { type: 'WEB' }, outcome: 'DENY', reason: 'Login failures' },
      ...{ debug: { threatSuspected: 'true' }, uri: '/api/v1/authn' },
    }),
    signIn(stage.world, visit, rng, at - MINUTE, null),
    added(stage, { ...visit, behaviors: [] }, at, device(stage, 'DESKTOP-7F3K2'), 'device.enrollment.create'),
  );
};

/** A new laptop is set up in the office, whose address ThreatInsight spoke of three days ago. */
const newLaptop: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const network = officeNetwork(person.home);
  const laptop = { agent: stage.laptop(person).agent, dtHash: rng.hex(64), name: 'Laptop 4c01' };
  const visit = {
    ...stage.usual(person),
    network,
    device: laptop,
    session: newSession(rng),
    behaviors: ['New Device'],
  };
  return stage.tell(
    stage.system('security.threat.detected', at - 3 * DAY, {
      ...{ network, agent: PYTHON, transaction: { type: 'WEB' }, outcome: 'DENY', reason: 'Login failures' },
      debug: { threatSuspected: 'true' },
    }),
    signIn(stage.world, visit, rng, at, 'OKTA_VERIFY_PUSH'),
    added(stage, visit, at + 4 * MINUTE, device(stage, 'Laptop 4c01'), 'device.enrollment.create'),
  );
};

/** A machine that has kept the name its maker gave it is enrolled. */
const makersName: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.stranger(stage.one(), rented(stage), LINUX_FIREFOX);
  return stage.tell(added(stage, visit, at, device(stage, 'WIN-9J2LQ0A7H1'), 'device.enrollment.create'));
};

/** Company laptops and phones, one written in small letters. */
const companyNames: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [a, b] = stage.staff(2) as [Person, Person];
  return stage.tell(
    added(stage, stage.usual(a), at, device(stage, 'laptop 90ce11')),
    added(stage, stage.usual(b), at + HOUR, device(stage, 'Phone 1b22e0'), 'device.enrollment.create'),
  );
};

function verified(stage: Stage, visit: Visit, at: number, app: Entity, method: string): EventDraft {
  return during(visit, stage.rng, 'user.authentication.verify', at, {
    ...{ targets: [visit.actor, app], uri: '/idp/idx/challenge/answer' },
    debug: { MethodTypeUsed: method, MethodUsedVerifiedProperties: '[USER_PRESENCE]' },
  });
}

/** The admin console opens to a password alone. */
const passwordAlone: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const visit = stage.usual(admin);
  return stage.tell(
    signIn(stage.world, visit, rng, at, null),
    verified(stage, visit, at + 30 * SECOND, stage.world.adminConsole, 'Password'),
    stage.opens(visit, at + 31 * SECOND, stage.world.adminConsole),
    stage.opens(visit, at + 25 * MINUTE, admin.apps[0]!),
  );
};

/** A password and then the laptop's fingerprint reader. */
const passwordAndFinger: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const visit = stage.usual(admin);
  return stage.tell(
    signIn(stage.world, visit, rng, at, admin.factor),
    verified(stage, visit, at + 30 * SECOND, stage.world.adminConsole, 'Password'),
    verified(stage, visit, at + 38 * SECOND, stage.world.adminConsole, 'Okta FastPass'),
    stage.opens(visit, at + 40 * SECOND, stage.world.adminConsole),
    stage.opens(visit, at + 25 * MINUTE, admin.apps[0]!),
  );
};

const COMPANY_NAMES = { nameBeginnings: ['Laptop ', 'Phone '] };

/** Devices and phones that become factors, and sign-ins that need none. */
export const deviceDrills: Drills = {
  'okta-det-shared-device-enrolled': { attack: onePhoneTwoPeople, lookAlike: phonesOfOneMake },
  'okta-det-shared-phone-enrolled': { attack: oneNumber, lookAlike: lateMessage },
  // Every enrolment is told where plain ones are asked for; what is odd about one is what can be missed.
  'okta-det-device-enrolled': { attack: fromASuspect, lookAlike: newLaptop, parameters: { plainEnrolments: [] } },
  'okta-det-device-nonstandard-hostname': {
    ...{ attack: makersName, lookAlike: companyNames },
    parameters: COMPANY_NAMES,
  },
  'okta-det-single-factor-success': { attack: passwordAlone, lookAlike: passwordAndFinger },
};
