import { awayNetwork, hostingNetwork, mobileNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { wrongPassword, type Visit } from '../life/session-events';
import type { EventDraft, LogEvent } from '../log-event';
import { MINUTE, SECOND, type Stage } from '../attacks/stage';
import { atConsole } from '../attacks/admin';
import type { Drills } from './drill';
import { city, retold, tale } from './telling';

const SESSION_RISK = 'Session Influenced User Risk';
const GUESSING = 'Suspicious Brute Force Attack';

interface Risk {
  readonly level: string;
  readonly previousLevel?: string;
  readonly detectionName?: string;
  readonly issuer?: string;
  readonly reasons?: string;
}

/** What Okta's own judge of risk says of somebody: it acts itself, on the user. */
function judged(stage: Stage, type: string, person: Person, minute: number, risk: Risk): EventDraft {
  const text = Object.entries({ issuer: 'Okta', ...risk }).map(([name, value]) => `${name}=${value}`);
  return stage.system(type, stage.at + minute * MINUTE, {
    ...{ targets: [stage.user(person)], debug: { risk: `{${text.join(', ')}}` } },
  });
}

/** The risk of an event where newer orgs tell it. */
function riskBeside(event: LogEvent): LogEvent {
  const { debugData } = event.debugContext as { readonly debugData: Record<string, string> };
  const { risk, ...rest } = debugData;
  if (risk === undefined || event.actor?.type !== 'SystemPrincipal') return event;
  const pairs = risk.slice(1, -1).split(', ');
  const of = Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
  return {
    ...event,
    debugContext: { debugData: rest },
    securityContext: { ...(event.securityContext as object), risk: { ...of, reasons: [of.reasons] } },
  };
}

/** The browser went to another network, and Okta rates the session anew. */
function moved(stage: Stage, visit: Visit, to: Visit, minute: number, level: 'LOW' | 'MEDIUM' | 'HIGH'): EventDraft {
  return stage.does(to, 'user.session.context.change', stage.at + minute * MINUTE, {
    ...{ targets: [visit.actor] },
    debug: {
      risk: `{reasons=${level === 'LOW' ? 'New IP' : 'Anomalous Device, New ASN'}, level=${level}}`,
      changedDeviceSignals: level === 'LOW' ? '[]' : '["os","browser"]',
      ...{ previousIpAddress: visit.network.ip, newIpAddress: to.network.ip },
    },
  });
}

/** What Okta's own judge of risk says. */
export const sessionItpDrills: Drills = {
  'okta-det-itp-session-context-change': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const thief = { ...own, network: hostingNetwork(city('SAO'), 8) };
      return [stage.arrives(own, stage.at, person), moved(stage, own, thief, 24, 'HIGH')];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      return [
        stage.arrives(own, stage.at, person),
        moved(stage, own, { ...own, network: mobileNetwork(person.home, 3) }, 24, 'LOW'),
        moved(stage, own, { ...own, network: awayNetwork(person.home, 3) }, 55, 'MEDIUM'),
      ];
    }),
  },
  'okta-det-itp-session-hijack': {
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        return [
          stage.arrives(stage.usual(person), stage.at, person),
          judged(stage, 'user.risk.detect', person, 33, {
            ...{ level: 'HIGH', previousLevel: 'LOW', detectionName: SESSION_RISK },
            reasons: 'A session of the user is suspected to be hijacked',
          }),
        ];
      }),
      riskBeside,
    ),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      return [
        stage.arrives(own, stage.at, person),
        moved(stage, own, { ...own, network: mobileNetwork(person.home, 3) }, 24, 'HIGH'),
        judged(stage, 'user.risk.detect', person, 33, {
          ...{ level: 'MEDIUM', detectionName: 'Suspicious App Access', reasons: 'Many apps opened in a short time' },
        }),
      ];
    }),
  },
  'okta-det-itp-threat-intel': {
    attack: tale((stage) => {
      const person = stage.one();
      return [
        judged(stage, 'user.risk.detect', person, 3, {
          ...{ level: 'HIGH', detectionName: 'Okta Threat Intelligence', reasons: 'Sign-in through a phishing kit' },
        }),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      return [
        judged(stage, 'user.risk.detect', person, 3, {
          ...{ level: 'LOW', detectionName: 'Security Events Provider Reported Risk', issuer: 'Harbour EDR' },
          reasons: 'Threat intelligence of the provider has nothing on the device',
        }),
      ];
    }),
  },
  'okta-det-itp-mfa-bruteforce': {
    attack: tale((stage) => {
      const person = stage.one();
      return [
        judged(stage, 'user.risk.detect', person, 8, {
          ...{ level: 'HIGH', detectionName: GUESSING, reasons: 'MFA brute force' },
        }),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      return [
        [0, 1, 2].flatMap((n) => wrongPassword(stage.usual(person), stage.rng, stage.at + n * 20 * SECOND)),
        judged(stage, 'user.risk.detect', person, 8, {
          ...{ level: 'MEDIUM', detectionName: GUESSING, reasons: 'Password brute force' },
        }),
      ];
    }),
  },
  'okta-det-itp-risk-high': {
    attack: tale((stage) => {
      const person = stage.one();
      return [judged(stage, 'user.risk.change', person, 5, { level: 'HIGH', previousLevel: 'MEDIUM' })];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const { visit, before } = atConsole(stage, stage.at);
      const cleared = { targets: [stage.user(person)], debug: { risk: '{previousLevel=HIGH, level=LOW}' } };
      return [
        judged(stage, 'user.risk.detect', person, -40, { level: 'MEDIUM', previousLevel: 'LOW' }),
        before,
        stage.does(visit, 'user.risk.change', stage.at, cleared),
      ];
    }),
  },
};
