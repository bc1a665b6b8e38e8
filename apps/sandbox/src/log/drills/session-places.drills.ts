import { LINUX_FIREFOX, OLD_CHROME } from '../life/agents';
import {
  anonymiser,
  awayNetwork,
  consumerVpn,
  homeNetwork,
  hostingNetwork,
  mobileNetwork,
  officeNetwork,
  privateRelay,
  vpnNetwork,
} from '../life/networks';
import type { Person } from '../life/people';
import { HOME_CITIES, hoursByPlane } from '../life/places';
import { wrongPassword, type Visit } from '../life/session-events';
import { ALL_NEW, DAY, HOUR, MINUTE, NEW_PLACE, type Stage } from '../attacks/stage';
import type { EventDraft } from '../log-event';
import type { Drills } from './drill';
import { again, city, inContext, retold, signsIn, tale, worksOn } from './telling';

/** Somebody abroad has the password and nothing else of the person's. */
const abroad = (stage: Stage, person: Person, code: string, news = ALL_NEW): Visit =>
  stage.stranger(person, hostingNetwork(city(code), stage.rng.int(4000)), OLD_CHROME, news);

/** The owner says that it was not them. */
const complains = (stage: Stage, visit: Visit, at: number): EventDraft =>
  stage.does(visit, 'user.account.report_suspicious_activity_by_enduser', at, {
    ...{ targets: [visit.actor], debug: { suspiciousActivityEventType: 'user.session.start' } },
  });

/** Who works in shifts: by the clock, from the same desk, five days a week. The account is newer than the inventory. */
function shiftWorker(stage: Stage): Visit {
  const desk = stage.usual(stage.one());
  const actor = { ...desk.actor, id: '00uShiftLead00000001', alternateId: 'shift.lead@brightwater.example' };
  return { ...desk, actor };
}

/** A week of shifts that begin at the hour; another sign-in follows after the break. */
function shifts(stage: Stage, desk: Visit, weeksAgo: number, hour: number): EventDraft[] {
  const midnight = stage.day * DAY - weeksAgo * 7 * DAY;
  return [0, 1, 2, 3, 4]
    .map((day) => midnight + (day - 2) * DAY + hour * HOUR)
    .flatMap((at) =>
      [at, at + 4 * HOUR].flatMap((when) => signsIn(stage, again(stage, desk), when + stage.rng.int(40) * MINUTE)),
    );
}

/** A developer's own server, signed in from every third day for weeks. */
function ownServer(stage: Stage, person: Person): EventDraft[] {
  const network = hostingNetwork(city('BUC'), 77);
  return [27, 24, 21, 18, 15, 12, 9, 6, 3, 0].flatMap((days) =>
    stage.arrives(again(stage, stage.usual(person), { network }), stage.at - days * DAY + 40 * MINUTE, person, 1),
  );
}

/** Where people sign in from. */
export const sessionPlacesDrills: Drills = {
  'okta-det-impossible-travel': {
    attack: tale((stage) => {
      const person = stage.one();
      return [
        stage.arrives(stage.usual(person), stage.at, person),
        stage.arrives(abroad(stage, person, 'SIN'), stage.at + 50 * MINUTE, person, 1),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at, rng } = stage;
      const own = stage.usual(person);
      const phone = { device: stage.phone(person), behaviors: [] };
      const to = city('MTL');
      const landed = at + 90 * MINUTE + hoursByPlane(person.home, to) * HOUR;
      return [
        stage.arrives(own, at, person),
        wrongPassword(abroad(stage, person, 'LAG'), rng, at + 20 * MINUTE),
        stage.arrives(again(stage, own, { network: privateRelay(city('SAO'), 4), ...phone }), at + 30 * MINUTE, person),
        stage.arrives(again(stage, own, { network: vpnNetwork() }), at + 45 * MINUTE, person),
        stage.arrives(again(stage, own, { network: consumerVpn(city('HAN'), 2) }), at + 60 * MINUTE, person),
        stage.arrives(
          again(stage, own, { network: mobileNetwork(person.home, 1), ...phone }),
          at + 85 * MINUTE,
          person,
        ),
        stage.arrives(again(stage, own, { network: awayNetwork(to, 12), behaviors: NEW_PLACE }), landed, person),
      ];
    }),
  },
  'okta-det-multi-country-sessions': {
    attack: tale((stage) => {
      const person = stage.one();
      return [
        stage.arrives(stage.usual(person), stage.at, person, 2),
        stage.arrives(abroad(stage, person, 'BUC', ['New Device']), stage.at + 22 * MINUTE, person, 2),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at, rng } = stage;
      const own = stage.usual(person);
      const neighbour = HOME_CITIES.find(({ country }) => country !== person.home.country) ?? city('TAM');
      const roaming = { network: mobileNetwork(neighbour, 2), device: stage.phone(person), behaviors: ['New Country'] };
      return [
        stage.arrives(own, at, person, 2),
        stage.arrives(again(stage, own, { network: consumerVpn(city('MTL'), 3) }), at + 9 * MINUTE, person, 2),
        wrongPassword(abroad(stage, person, 'LAG'), rng, at + 4 * MINUTE),
        stage.arrives(again(stage, own, roaming), at + 48 * MINUTE, person, 1),
      ];
    }),
  },
  'okta-det-multi-city-24h': {
    attack: tale((stage) => {
      const person = stage.one();
      return [
        stage.arrives(stage.usual(person), stage.at, person),
        signsIn(stage, abroad(stage, person, 'LAG'), stage.at + 7 * HOUR),
        signsIn(stage, abroad(stage, person, 'HAN'), stage.at + 15 * HOUR),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at } = stage;
      const own = stage.usual(person);
      const hotel = { network: awayNetwork(city('SIN'), 31), behaviors: NEW_PLACE };
      return [
        stage.arrives(own, at, person),
        stage.arrives(again(stage, own, hotel), at + 12 * HOUR, person, 1),
        stage.arrives(again(stage, own, hotel), at + 24.5 * HOUR, person),
        stage.arrives(again(stage, own, { network: awayNetwork(city('HAN'), 8) }), at + 37 * HOUR, person),
      ];
    }),
  },
  'okta-det-rogue-state-signin': {
    parameters: { blockedCountries: ['Nigeria', 'Vietnam'] },
    attack: tale((stage) => {
      const person = stage.one();
      return [stage.arrives(abroad(stage, person, 'HAN', ['New IP']), stage.at, person, 1)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      return [
        wrongPassword(abroad(stage, person, 'LAG'), stage.rng, stage.at),
        stage.arrives(abroad(stage, person, 'BUC'), stage.at + HOUR, person, 2),
      ];
    }),
  },
  'okta-det-new-country-device': {
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        const news = ['New Geo-Location', 'New Device', 'New Country'];
        return [stage.arrives(abroad(stage, person, 'SAO', news), stage.at, person, 0)];
      }),
      inContext,
    ),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at, rng } = stage;
      const own = stage.usual(person);
      const laptop = { device: stage.device(LINUX_FIREFOX), behaviors: ['New Device', 'New IP'] };
      return [
        stage.arrives(again(stage, own, laptop), at, person),
        wrongPassword(abroad(stage, person, 'LAG'), rng, at + HOUR),
        stage.arrives(
          again(stage, own, { network: awayNetwork(city('SIN'), 5), behaviors: NEW_PLACE }),
          at + DAY,
          person,
        ),
      ];
    }),
  },
  'okta-det-new-device-proxy': {
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        const news = ['New Geo-Location', 'New Device', 'New IP'];
        const visit = stage.stranger(person, anonymiser(person.home, stage.rng.int(900)), LINUX_FIREFOX, news);
        return [stage.arrives(visit, stage.at, person, 2)];
      }),
      inContext,
    ),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const tunnel = { network: consumerVpn(city('MTL'), 1), behaviors: NEW_PLACE };
      const bought = { network: awayNetwork(city('LAG'), 9), device: stage.device(OLD_CHROME), behaviors: ALL_NEW };
      const there = stage.stranger(person, anonymiser(city('SAO'), 3), LINUX_FIREFOX);
      return [
        stage.arrives(again(stage, own, tunnel), stage.at, person),
        wrongPassword(there, stage.rng, stage.at + 2 * HOUR),
        stage.arrives(again(stage, own, bought), stage.at + 2 * DAY, person),
      ];
    }),
  },
  'okta-det-proxy-signin': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = { ...stage.usual(person), network: anonymiser(person.home, 12) };
      return [stage.arrives(own, stage.at, person, 1)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { at } = stage;
      const own = stage.usual(person);
      const relayed = { ...own, network: privateRelay(person.home, 7) };
      return [
        stage.arrives(again(stage, own, { network: vpnNetwork() }), at, person),
        stage.arrives(again(stage, own, { network: mobileNetwork(person.home, 3) }), at + HOUR, person),
        stage.arrives(own, at + 3 * HOUR, person),
        worksOn(stage, relayed, at + 3.5 * HOUR, person),
      ];
    }),
  },
  'okta-det-alert-after-proxy': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const hidden = again(stage, own, { network: anonymiser(person.home, 31) });
      return [stage.arrives(hidden, stage.at, person, 1), complains(stage, own, stage.at + 21 * MINUTE)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const tunnel = again(stage, own, { network: consumerVpn(person.home, 2), behaviors: ['New IP'] });
      return [
        complains(stage, own, stage.at - 12 * MINUTE),
        stage.arrives(tunnel, stage.at, person, 2),
        complains(stage, own, stage.at + 47 * MINUTE),
      ];
    }),
  },
  'okta-det-vps-hosting-asn': {
    parameters: { hostingAsns: HOME_CITIES.concat(city('BUC'), city('LAG')).map((at) => hostingNetwork(at, 1).asn) },
    attack: tale((stage) => {
      const person = stage.one();
      return [stage.arrives(abroad(stage, person, 'LAG', ['New IP']), stage.at, person, 1)];
    }),
    lookAlike: tale((stage) => {
      const [developer, colleague] = stage.staff(2) as [Person, Person];
      return [
        ownServer(stage, developer),
        wrongPassword(abroad(stage, colleague, 'BUC'), stage.rng, stage.at + 10 * MINUTE),
        stage.arrives(stage.usual(colleague), stage.at + 12 * MINUTE, colleague),
      ];
    }),
  },
  'okta-det-first-asn-for-admin': {
    attack: tale((stage) => {
      const admin = stage.admin();
      const network = awayNetwork(admin.home, 41);
      return [stage.arrives({ ...stage.usual(admin), network, behaviors: ['New IP'] }, stage.at, admin, 1)];
    }),
    lookAlike: tale((stage) => {
      const [admin, person] = [stage.admin(), stage.one()];
      const moved = { network: homeNetwork(admin.home, admin.salt, 4711), behaviors: ['New IP'] };
      const guest = { network: awayNetwork(person.home, 41), behaviors: ['New IP'] };
      return [
        stage.arrives(again(stage, stage.usual(admin), moved), stage.at, admin),
        stage.arrives(again(stage, stage.usual(admin), { network: officeNetwork(admin.home) }), stage.at + HOUR, admin),
        stage.arrives(again(stage, stage.usual(person), guest), stage.at + HOUR, person),
        wrongPassword(abroad(stage, admin, 'LAG'), stage.rng, stage.at + 2 * HOUR),
      ];
    }),
  },
  'okta-det-unusual-hours': {
    attack: tale((stage) => {
      const desk = shiftWorker(stage);
      const elsewhere = { network: hostingNetwork(city('SIN'), 6), device: stage.device(OLD_CHROME) };
      const night = (stage.day + 1) * DAY + 2 * HOUR;
      return [
        [6, 5, 4, 3, 2, 1, 0].map((weeks) => shifts(stage, desk, weeks, 7)).flat(),
        [5, 25, 70].flatMap((minute) => signsIn(stage, again(stage, desk, elsewhere), night + minute * MINUTE)),
      ];
    }),
    lookAlike: tale((stage) => {
      const desk = shiftWorker(stage);
      // Early, late, night and round again: this week the nights, as four weeks ago.
      const hours = [1, 6, 13, 21];
      return [
        [8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap((weeks) => shifts(stage, desk, weeks, hours[(8 - weeks + 3) % 4] ?? 6)),
      ];
    }),
  },
};
