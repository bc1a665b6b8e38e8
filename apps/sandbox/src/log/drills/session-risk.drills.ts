import { PYTHON } from '../life/agents';
import { awayNetwork, dataCentre, hostingNetwork, officeNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { during, newSession, wrongPassword, type Visit } from '../life/session-events';
import { QUIET, staysOf } from '../life/whereabouts';
import type { Agent, Entity, EventDraft, LogEvent } from '../log-event';
import { ALL_NEW, DAY, MINUTE, NEW_PLACE, SECOND, type Stage } from '../attacks/stage';
import type { Drills } from './drill';
import { again, city, inContext, retold, signsIn, tale, worksOn } from './telling';

function refused(stage: Stage, visit: Visit, at: number, app?: Entity): EventDraft {
  const { world, rng } = stage;
  return during(visit, rng, 'policy.evaluate_sign_on', at, {
    ...{ outcome: 'DENY', reason: 'Sign-on policy evaluation resulted in DENY' },
    targets: app ? [world.appPolicy, world.appRule, app] : [world.policy, world.rule],
  });
}

/** A request that passed the address on its way. */
const through =
  (ip: string) =>
  (event: LogEvent): LogEvent => {
    const { ipChain } = event.request as { readonly ipChain: readonly object[] };
    return { ...event, request: { ipChain: [...ipChain, { ip, version: 'V4', source: null }] } };
  };

const KIOSK: Agent = { raw: 'workshop-kiosk/1.4', os: 'Unknown', browser: 'UNKNOWN', device: 'Unknown' };

const withAgent = (visit: Visit, agent: Agent): Visit => ({ ...visit, device: { ...visit.device, agent } });

/** Weeks of coming to work before the log's month. */
function earlierWeeks(stage: Stage, person: Person, weeks: number): EventDraft[] {
  return Array.from({ length: weeks * 7 }, (_, n) => staysOf(person, stage.day - 31 - n, QUIET))
    .flat()
    .flatMap(({ from, network, device }) =>
      stage.arrives({ ...stage.usual(person), network, device, session: newSession(stage.rng) }, from, person),
    );
}

/** Somebody who signs in again after so many days; last seen lately by the inventory. */
function comesBack(days: number): (stage: Stage) => EventDraft[] {
  return (stage) => {
    const lately = stage.people.some(60, ({ isAdmin, user }) => {
      return !isAdmin && user.lastLogin !== null && Date.parse(user.lastLogin) > stage.at - 8 * DAY;
    });
    const person = stage.rng.pick(lately) as Person;
    return stage.arrives(stage.usual(person), stage.at + days * DAY, person, 2);
  };
}

/** What a service app of the org does. */
function tokenFor(stage: Stage, minute: number, from: Partial<EventDraft>): EventDraft {
  const client = stage.org.principals.find(({ kind, listed }) => kind === 'service-app' && listed);
  if (!client) throw new Error('the story needs a service app, the org has none');
  const app = stage.org.list('apps').find(client.id);
  const actor = { id: client.id, type: 'PublicClientApp', alternateId: client.id, displayName: String(app?.label) };
  return stage.system('app.oauth2.token.grant.access_token', stage.at + minute * MINUTE, {
    ...{ actor, clientId: client.id, uri: '/oauth2/v1/token', transaction: { type: 'WEB' } },
    ...{ targets: [{ ...actor, id: `AT.${stage.rng.hex(20)}`, type: 'access_token' }], ...from },
    debug: { grantType: 'client_credentials', grantedScopes: 'okta.users.read' },
  });
}

/** Sign-ins that are unlikely, refused or from a known bad place, and accounts that should not sign in. */
export const sessionRiskDrills: Drills = {
  'okta-det-high-risk-score-login': {
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        const news = ['New Device', 'Velocity', 'New IP'];
        const network = hostingNetwork(person.home, 71);
        return [stage.arrives({ ...stage.usual(person), network, behaviors: news }, stage.at, person, 0)];
      }),
      inContext,
    ),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const laptop = ['New Device', 'New IP', 'New Geo-Location', 'New City'];
      return [
        wrongPassword({ ...own, behaviors: ALL_NEW }, stage.rng, stage.at),
        stage.arrives(again(stage, own, { behaviors: laptop }), stage.at + 5 * MINUTE, person),
      ];
    }),
  },
  'okta-det-new-behavior-any': {
    // Ordinary life has something new for somebody every day; it is a month old, and only the story's people are older.
    parameters: { learnDays: 31 },
    attack: tale((stage) => {
      const person = stage.one();
      const away = { network: awayNetwork(city('SIN'), 40), behaviors: NEW_PLACE };
      return [earlierWeeks(stage, person, 6), stage.arrives({ ...stage.usual(person), ...away }, stage.at, person, 1)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const road = { network: awayNetwork(city('SIN'), 40), behaviors: [...ALL_NEW, 'Velocity'] };
      const weeks = Array.from({ length: 10 }, (_, n) => stage.at - n * 7 * DAY + 3 * MINUTE);
      return [
        earlierWeeks(stage, person, 6),
        weeks.flatMap((at) => stage.arrives(again(stage, stage.usual(person), road), at, person, 1)),
      ];
    }),
  },
  'okta-det-known-bad-source': {
    parameters: { indicators: ['198.19.130.7', 'kraken-relay/2.1'] },
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        return [stage.arrives(stage.usual(person), stage.at, person, 1)];
      }),
      through('198.19.130.7'),
    ),
    lookAlike: retold(
      tale((stage) => {
        const person = stage.one();
        const own = { ...stage.usual(person), network: { ...awayNetwork(person.home, 1), ip: '198.19.130.77' } };
        return [stage.arrives(own, stage.at, person)];
      }),
      through('98.19.130.7'),
    ),
  },
  'okta-det-policy-deny-burst': {
    attack: tale((stage) => {
      const person = stage.one();
      const visit = stage.stranger(person, hostingNetwork(city('HAN'), 61), PYTHON);
      return [[0, 2, 5, 7, 8, 11].map((minute) => refused(stage, visit, stage.at + minute * MINUTE))];
    }),
    lookAlike: tale((stage) => {
      const people = stage.staff(10);
      const first = people[0] as Person;
      const network = officeNetwork(first.home);
      return [
        people.slice(1).map((person, n) => {
          return refused(stage, { ...stage.usual(person), network }, stage.at + n * MINUTE, person.apps[0]);
        }),
        [0, 1, 3, 6, 19].map((minute) =>
          refused(stage, { ...stage.usual(first), network: awayNetwork(first.home, 3) }, stage.at + minute * MINUTE),
        ),
      ];
    }),
  },
  'okta-det-unknown-client-sso': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      return [
        stage.arrives(own, stage.at, person),
        worksOn(stage, withAgent(own, PYTHON), stage.at + 25 * MINUTE, person, 3 * SECOND),
      ];
    }),
    lookAlike: tale((stage) => {
      const [person, other] = stage.staff(2) as [Person, Person];
      const kiosk = withAgent(stage.usual(person), KIOSK);
      const bought = again(stage, stage.usual(other), { device: stage.device(stage.phone(other).agent) });
      return [
        [28, 22, 15, 11, 4, 0].flatMap((days) =>
          stage.opens(kiosk, stage.at - days * DAY + 50 * MINUTE, stage.world.dashboard),
        ),
        stage.arrives(bought, stage.at + 20 * MINUTE, other),
      ];
    }),
  },
  'okta-det-rare-domain-auth': {
    parameters: { domains: ['brightwater.example'] },
    attack: tale((stage) => {
      const actor = {
        ...{ id: `00u${stage.rng.hex(17)}`, type: 'User', alternateId: 'k.osei@northgate-audit.example' },
        displayName: 'K. Osei',
      };
      return [signsIn(stage, { ...stage.usual(stage.one()), actor }, stage.at)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const actor = { ...person.entity, alternateId: person.entity.alternateId.toUpperCase() };
      return [signsIn(stage, { ...stage.usual(person), actor }, stage.at)];
    }),
  },
  'okta-det-dormant-account-signin': {
    attack: tale((stage) => [comesBack(66)(stage)]),
    lookAlike: tale((stage) => [comesBack(50)(stage)]),
  },
  'okta-det-service-account-new-source': {
    attack: tale((stage) => [tokenFor(stage, 12, { network: hostingNetwork(city('SIN'), 3), agent: PYTHON })]),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const guest = { ...stage.usual(person), network: awayNetwork(city('BUC'), 3), behaviors: NEW_PLACE };
      return [
        [3, 9, 14].map((n) => tokenFor(stage, n, { network: dataCentre(n), agent: PYTHON })),
        stage.arrives(guest, stage.at, person),
      ];
    }),
  },
};
