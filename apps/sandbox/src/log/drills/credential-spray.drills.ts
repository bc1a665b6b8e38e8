import { GO_CLIENT, OLD_CHROME, PYTHON } from '../life/agents';
import { anonymiser, consumerVpn, hostingNetwork, mobileNetwork, officeNetwork } from '../life/networks';
import { FAR_CITIES } from '../life/places';
import { wrongPassword } from '../life/session-events';
import { expiryWave } from '../attacks/guessing';
import { MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { apiFailure, each, intruder, rented, unknownFailure } from './parts';

/** Four common passwords on fourteen accounts, a round every thirteen minutes, until two of them are locked. */
const sprayFromAnonymiser: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const victims = stage.staff(14);
  const network = anonymiser(rng.pick(FAR_CITIES), rng.int(3000));
  const device = stage.device(GO_CLIENT);
  return stage.tell(
    each(4, (round) =>
      victims.map((person, n) => {
        const reason = round === 3 && n < 2 ? 'LOCKED_OUT' : 'INVALID_CREDENTIALS';
        const when = at + round * 13 * MINUTE + n * 9 * SECOND;
        return apiFailure(stage, intruder(stage, person, network, device), when, { reason, dtHash: undefined });
      }),
    ).flat(),
  );
};

/** An office of eighteen where each mistypes once in an hour, and one of four who cannot remember what they chose. */
const twoOffices: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(22);
  const [big, small] = [officeNetwork(people[0]!.home), officeNetwork(people[21]!.home)];
  const away = { ...small, ip: '192.0.2.77' };
  return stage.tell(
    people.slice(0, 18).flatMap((person, n) => {
      const visit = { ...stage.usual(person), network: big };
      const when = at + n * 3 * MINUTE;
      return [...wrongPassword(visit, rng, when), ...stage.arrives(visit, when + 30 * SECOND, person, 1)];
    }),
    people.slice(18).flatMap((person, n) => {
      const visit = { ...stage.usual(person), network: away };
      const when = at + n * 6 * MINUTE;
      const tries = each(4, (m) => wrongPassword(visit, rng, when + m * 40 * SECOND));
      return [...tries.flat(), ...stage.arrives(visit, when + 5 * MINUTE, person, 1)];
    }),
  );
};

/** Three guesses at each of twelve accounts in fourteen minutes, each from another of forty machines. */
const sprayOfRentedMachines: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const victims = stage.staff(12);
  const machines = each(40, () => rented(stage));
  return stage.tell(
    stage.arrives(stage.usual(victims[0]!), at - 10 * MINUTE, victims[0]!),
    each(36, (n) => {
      const visit = intruder(stage, victims[n % 12]!, machines[(n * 7) % 40]!, stage.device(OLD_CHROME));
      return apiFailure(stage, visit, at + n * 23 * SECOND);
    }),
  );
};

/** A bought list: one try a name, half of the names nobody has, and the twentieth is let in. */
const boughtList: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = hostingNetwork(rng.pick(FAR_CITIES), rng.int(9000));
  const known = stage.staff(16);
  const device = stage.device(PYTHON);
  const lucky = known[11]!;
  return stage.tell(
    known.map((person, n) => apiFailure(stage, intruder(stage, person, network, device), at + n * 41 * SECOND)),
    each(15, (n) =>
      unknownFailure(stage, `${rng.hex(6)}@postbox.example`, network, PYTHON, at + 20 * SECOND + n * 41 * SECOND),
    ),
    stage.arrives({ ...stage.stranger(lucky, network, PYTHON), device }, at + 12 * MINUTE, lucky, 1),
  );
};

/** At a conference all are behind one address: twelve mistype twice before the first talk, the others now and then. */
const conference: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(36);
  const network = mobileNetwork(people[0]!.home, 2);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), network, behaviors: ['New IP'] };
      const early = n < 12;
      const when = at + (early ? n * 65 * SECOND : 20 * MINUTE + n * 5 * MINUTE);
      const tries = each(early ? 2 : 1, (m) => apiFailure(stage, visit, when + m * 12 * SECOND));
      return [...tries, ...stage.arrives(visit, when + 40 * SECOND, person, 1)];
    }),
  );
};

/** Slowly at first and then in haste: eight tries at each of three accounts from one address. */
const threeAccounts: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const victims = stage.staff(3);
  const network = rented(stage);
  const device = stage.device(GO_CLIENT);
  return stage.tell(
    each(24, (n) =>
      apiFailure(stage, intruder(stage, victims[n % 3]!, network, device), at + Math.sqrt(n) * 9 * MINUTE, {
        dtHash: undefined,
      }),
    ),
  );
};

/** The morning after the long weekend, in one office: sixteen people mistype within the hour, and all get in. */
const afterTheHoliday: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(16);
  const network = officeNetwork(people[0]!.home);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), network };
      const when = at + n * 3.5 * MINUTE;
      return [...wrongPassword(visit, rng, when), ...stage.arrives(visit, when + 25 * SECOND, person, 1)];
    }),
  );
};

/** Names made up from a telephone book, at one address, for forty minutes. */
const madeUpNames: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = anonymiser(rng.pick(FAR_CITIES), rng.int(3000));
  const names = ['ada', 'bela', 'carl', 'dora', 'emil', 'frida', 'gerd', 'hana', 'ivo', 'jana', 'kurt', 'lena'];
  return stage.tell(
    names.map((name, n) =>
      unknownFailure(stage, `${name}.berg@brightwater.example`, network, OLD_CHROME, at + n * 3.3 * MINUTE),
    ),
  );
};

/** Visitors at reception try addresses of their own firms; one tries the same wrong one over and over. */
const visitorsAtReception: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  const network = officeNetwork(person.home);
  const fails = (login: string, when: number) => unknownFailure(stage, login, network, visit.device.agent, when);
  return stage.tell(
    each(8, (n) => fails(`guest${n}@supplier.example`, at + n * 7 * MINUTE)),
    each(14, (n) => fails('m.visser@brightwatr.example', at + 5 * MINUTE + n * MINUTE)),
    stage.arrives({ ...visit, network }, at + 30 * MINUTE, person),
  );
};

/** A browser that keeps its cookie goes through twenty-four names in eight minutes, at another exit every few tries. */
const oneBrowserManyNames: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const device = stage.device(OLD_CHROME);
  const city = rng.pick(FAR_CITIES);
  return stage.tell(
    stage.staff(24).map((person, n) => {
      const network = consumerVpn(city, Math.floor(n / 4));
      return apiFailure(stage, intruder(stage, person, network, device), at + n * 19 * SECOND, {
        uri: '/idp/idx/challenge/answer',
      });
    }),
  );
};

/** The screen at the gate, at the change of shifts: nineteen people in nine minutes, cold fingers, one typo each. */
const screenAtTheGate: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(19);
  const { device } = stage.usual(people[0]!);
  const network = officeNetwork(people[0]!.home);
  return stage.tell(
    people.flatMap((person, n) => {
      const visit = { ...stage.usual(person), device, network };
      const when = at + n * 28 * SECOND;
      return [...wrongPassword(visit, rng, when), ...stage.arrives(visit, when + 9 * SECOND, person, 1)];
    }),
  );
};

/** Guessed passwords: many accounts. */
export const sprayDrills: Drills = {
  'okta-det-password-spray-single-source': { attack: sprayFromAnonymiser, lookAlike: twoOffices },
  'okta-det-password-spray-distributed': { attack: sprayOfRentedMachines, lookAlike: expiryWave },
  'okta-det-credential-stuffing': { attack: boughtList, lookAlike: conference },
  'okta-det-bruteforce-ip': { attack: threeAccounts, lookAlike: afterTheHoliday },
  'okta-det-unknown-user-failures': { attack: madeUpNames, lookAlike: visitorsAtReception },
  'okta-det-same-device-many-users-failed': { attack: oneBrowserManyNames, lookAlike: screenAtTheGate },
};
