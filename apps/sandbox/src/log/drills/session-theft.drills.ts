import { GO_CLIENT, LAPTOPS, LINUX_FIREFOX, PYTHON } from '../life/agents';
import { dataCentre, homeNetwork, hostingNetwork, mobileNetwork, officeNetwork, vpnNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { factorUsed, newSession, visitOf, wrongPassword, type Visit } from '../life/session-events';
import type { Agent, EventDraft } from '../log-event';
import { DAY, HOUR, MINUTE, SECOND, type Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { again, city, signsIn, tale, worksOn } from './telling';

const HEADLESS: Agent = {
  raw: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
  ...{ os: 'Linux', browser: 'CHROME', device: 'Computer' },
};

/** The same visit with another browser. */
const withAgent = (visit: Visit, agent: Agent): Visit => ({ ...visit, device: { ...visit.device, agent } });
/** The same visit with another device token. */
const withToken = (visit: Visit, dtHash: string): Visit => ({ ...visit, device: { ...visit.device, dtHash } });
const inRoot = (root: string, drafts: readonly EventDraft[]): EventDraft[] =>
  drafts.map((draft) => ({ ...draft, rootSession: root }));

/** A release later. */
function upgraded({ raw, ...agent }: Agent): Agent {
  return { ...agent, raw: raw.replace(/\b14(\d)\./g, (_, digit: string) => `14${Number(digit) + 1}.`) };
}

/** The session as it is, on somebody else's machine. */
const stolen = (stage: Stage, visit: Visit, agent: Agent, host = 90): Visit =>
  withAgent({ ...visit, network: hostingNetwork(city('MTL'), host) }, agent);

const another = (agent: Agent): Agent => LAPTOPS.find(({ os }) => os !== agent.os) ?? LINUX_FIREFOX;

/** Somebody at work, and then a machine of another system with the token of their browser. */
const tokenCopied = (then: (stage: Stage, thief: Visit) => EventDraft | readonly EventDraft[]): Story =>
  tale((stage) => {
    const person = stage.one();
    const own = stage.usual(person);
    const thief = again(stage, stolen(stage, own, another(own.device.agent)));
    return [stage.arrives(own, stage.at, person, 2), then(stage, thief)];
  });

/** Signing in again within a session, as a strict policy asks for. */
const stepsUp = (stage: Stage, visit: Visit, at: number): EventDraft[] =>
  signsIn(stage, visit, at).filter(({ type }) => type === 'user.session.start');

/** Sessions taken over, or shared by more than one machine. */
export const sessionTheftDrills: Drills = {
  'okta-det-stolen-session': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const [app] = person.apps;
      return [
        stage.arrives(own, stage.at, person),
        stage.opens(stolen(stage, own, LINUX_FIREFOX), stage.at + 130 * MINUTE, app ?? stage.world.dashboard),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at } = stage;
      const own = { ...stage.usual(person), network: officeNetwork(person.home) };
      const atHome = { ...own, network: homeNetwork(person.home, person.salt, 9) };
      return [
        stage.arrives(own, at, person),
        worksOn(stage, atHome, at + 5 * HOUR, person),
        worksOn(stage, withAgent(atHome, upgraded(own.device.agent)), at + 8 * HOUR, person),
        worksOn(
          stage,
          withAgent({ ...own, network: vpnNetwork() }, upgraded(own.device.agent)),
          at + 10 * HOUR,
          person,
        ),
      ];
    }),
  },
  'okta-det-session-cookie-reuse': {
    attack: tokenCopied((stage, thief) => stage.opens(thief, stage.at + 31 * MINUTE, stage.world.dashboard)),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at } = stage;
      const own = stage.usual(person);
      const phone = { device: stage.phone(person), network: mobileNetwork(person.home, 1) };
      return [
        stage.arrives(own, at, person),
        worksOn(stage, { ...own, network: vpnNetwork() }, at + 12 * MINUTE, person, 2 * MINUTE),
        worksOn(stage, { ...own, network: officeNetwork(person.home) }, at + 30 * MINUTE, person, MINUTE),
        stage.arrives(again(stage, own, phone), at + 20 * MINUTE, person, 1),
      ];
    }),
  },
  'okta-det-many-devices-one-session': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const handed = [0, 1, 2, 3, 4].map((n) => withToken(stolen(stage, own, LINUX_FIREFOX, n * 3), stage.rng.hex(64)));
      return [
        stage.arrives(own, stage.at, person, 1),
        handed.flatMap((visit, n) => [
          stage.does(visit, 'user.authentication.verify', stage.at + (20 + n) * MINUTE, { targets: [visit.actor] }),
          stage.does(visit, 'user.account.update_profile', stage.at + (20.5 + n) * MINUTE, { targets: [visit.actor] }),
        ]),
      ];
    }),
    lookAlike: tale((stage) => {
      const [first, second] = stage.staff(2) as [Person, Person];
      const { at, rng } = stage;
      const forgetful = stage.usual(first);
      const moving = stage.usual(second);
      const verifies = (visit: Visit, when: number): EventDraft =>
        stage.does(withToken(visit, rng.hex(64)), 'user.authentication.verify', when, { targets: [visit.actor] });
      return [
        stage.arrives(forgetful, at, first, 1),
        [0, 1, 2, 3].map((n) => verifies(forgetful, at + (10 + n) * MINUTE)),
        stage.arrives(moving, at, second, 1),
        [0, 1, 2].map((n) => verifies(n < 2 ? moving : { ...moving, network: vpnNetwork() }, at + (10 + n) * MINUTE)),
        [0, 1, 2, 3, 4].flatMap((n) => {
          const other = withToken({ ...moving, network: hostingNetwork(second.home, n) }, rng.hex(64));
          return stage.opens(other, at + (40 + n) * MINUTE, stage.world.dashboard);
        }),
      ];
    }),
  },
  'okta-det-many-os-one-device-token': {
    attack: tokenCopied((stage, thief) => factorUsed(thief, stage.rng, stage.at + 38 * MINUTE, 'OKTA_VERIFY_PUSH')),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at, rng } = stage;
      const own = stage.usual(person);
      const desktopMode = withAgent(own, another(own.device.agent));
      const phone = { device: stage.phone(person) };
      return [
        stage.arrives(own, at, person),
        factorUsed(withAgent(own, upgraded(own.device.agent)), rng, at + 10 * MINUTE, person.factor),
        worksOn(stage, desktopMode, at + 12 * MINUTE, person, 2 * MINUTE),
        stage.arrives(again(stage, own, phone), at + 20 * MINUTE, person, 1),
        factorUsed(desktopMode, rng, at + 75 * MINUTE, person.factor),
      ];
    }),
  },
  'okta-det-aitm-cookie-replay': {
    attack: tale((stage) => {
      const person = stage.one();
      const { at } = stage;
      const own = stage.usual(person);
      const relayed = { ...own, network: hostingNetwork(city('BUC'), 15) };
      const replayed = again(stage, stolen(stage, relayed, HEADLESS));
      return [
        inRoot(relayed.session, signsIn(stage, relayed, at)),
        inRoot(relayed.session, worksOn(stage, replayed, at + 6 * MINUTE, person, 20 * SECOND)),
      ];
    }),
    lookAlike: tale((stage) => {
      const [person, program] = [stage.one(), stage.program()];
      const { at, rng } = stage;
      const own = stage.usual(person);
      const robot = visitOf(program, dataCentre(4), { ...stage.device(GO_CLIENT) }, newSession(rng));
      return [
        inRoot(own.session, stage.arrives(own, at, person)),
        inRoot(own.session, worksOn(stage, { ...own, network: vpnNetwork() }, at + 9 * MINUTE, person, MINUTE)),
        inRoot(robot.session, signsIn(stage, robot, at)),
        [1, 2, 3].flatMap((n) => inRoot(robot.session, stage.opens(robot, at + n * MINUTE, stage.world.dashboard))),
      ];
    }),
  },
  'okta-det-concurrent-sessions': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const hosts = [1, 2, 3].map((n) => again(stage, stolen(stage, own, n === 2 ? PYTHON : LINUX_FIREFOX, n * 11)));
      return [
        stage.arrives(own, stage.at, person, 1),
        hosts.flatMap((visit, n) => signsIn(stage, visit, stage.at + (6 + n * 5) * MINUTE)),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at, rng } = stage;
      const own = stage.usual(person);
      const phone = { device: stage.phone(person), network: mobileNetwork(person.home, 2) };
      return [
        [0, 1, 2, 3].flatMap((n) => wrongPassword(own, rng, at - (5 - n) * 30 * SECOND)),
        stage.arrives(own, at, person),
        [4, 9, 16].flatMap((minute) => stepsUp(stage, own, at + minute * MINUTE)),
        stage.arrives(again(stage, own, phone), at + 11 * MINUTE, person, 1),
        stage.arrives(again(stage, own), at + 50 * MINUTE, person, 1),
      ];
    }),
  },
  'okta-det-session-roaming-denied': {
    attack: tale((stage) => {
      const admin = stage.admin();
      const own = stage.usual(admin);
      const thief = stolen(stage, own, own.device.agent);
      return [
        stage.arrives(own, stage.at, admin, 1),
        stage.does(thief, 'security.session.detect_client_roaming', stage.at + 17 * MINUTE, {
          ...{ outcome: 'DENY', reason: 'Session was created from another network', targets: [thief.actor] },
        }),
      ];
    }),
    lookAlike: tale((stage) => {
      const admin = stage.admin();
      const { at } = stage;
      const own = stage.usual(admin);
      const moved = { ...own, network: mobileNetwork(admin.home, 5) };
      return [
        stage.arrives(own, at, admin, 1),
        stage.does(moved, 'user.session.context.change', at + 15 * MINUTE, {
          ...{ targets: [own.actor], debug: { previousIpAddress: own.network.ip, newIpAddress: moved.network.ip } },
        }),
        stage.does(own, 'user.session.expire', at + DAY, { targets: [own.actor] }),
        stage.arrives(again(stage, moved), at + DAY + MINUTE, admin, 1),
      ];
    }),
  },
};
