import { LINUX_FIREFOX, PYTHON } from '../life/agents';
import { awayNetwork, hostingNetwork, officeNetwork } from '../life/networks';
import { appEntity, type Person } from '../life/people';
import { during, openApp, wrongPassword, type Visit } from '../life/session-events';
import { openConsole } from '../life/stay-events';
import type { Entity, EventDraft, LogEvent } from '../log-event';
import { DAY, HOUR, MINUTE, SECOND, type Stage } from '../attacks/stage';
import type { Drills } from './drill';
import { again, city, retold, signsIn, tale, worksOn } from './telling';

const SSO = 'user.authentication.sso';

/** An application by that name, of no other meaning. */
export const appNamed = ({ rng }: Stage, label: string): Entity => ({
  ...{ id: `0oa${rng.hex(17)}`, type: 'AppInstance', alternateId: label, displayName: label },
});

/** Applications that are no client of the org's own. */
export const orgApps = ({ org }: Stage, count: number): Entity[] =>
  org
    .list('apps')
    .range(5, 5 + count)
    .map(appEntity);

const thief = (stage: Stage, person: Person, code = 'LAG'): Visit =>
  stage.stranger(person, hostingNetwork(city(code), stage.rng.int(900)), LINUX_FIREFOX);

function turnedAway(stage: Stage, visit: Visit, app: Entity, at: number): EventDraft {
  return stage.does(visit, 'app.generic.unauth_app_access_attempt', at, {
    ...{ outcome: 'FAILURE', reason: 'User is not assigned to the application', targets: [app, visit.actor] },
  });
}

/** The application asks for another factor. */
function challenged(stage: Stage, visit: Visit, app: Entity, at: number): EventDraft {
  return during(visit, stage.rng, 'policy.evaluate_sign_on', at, {
    ...{ outcome: 'CHALLENGE', reason: 'Sign-on policy evaluation resulted in CHALLENGE' },
    targets: [stage.world.appPolicy, stage.world.appRule, app],
  });
}

/** Applications opened one after the other. */
function opensAll(
  stage: Stage,
  visit: Visit,
  apps: readonly Entity[],
  at: number,
  every: number,
  initiationType: 'IDP_INITIATED' | 'SP_INITIATED',
): EventDraft[] {
  const debug = { initiationType, signOnMode: 'SAML 2.0' };
  return apps
    .flatMap((app, n) => stage.opens(visit, at + n * every, app))
    .map((draft) => (draft.type === SSO ? { ...draft, debug } : draft));
}

/** An application opened on a device that was never seen. */
const onNewDevice = (stage: Stage, visit: Visit, app: Entity, at: number): EventDraft[] =>
  openApp(stage.world, { ...visit, behaviors: ['New Device'] }, stage.rng, at, app);

/** The device Okta Verify spoke for. */
const onDevice =
  (id: string, name: string) =>
  (event: LogEvent): LogEvent => ({
    ...event,
    device: { id, name, os_platform: 'WINDOWS', managed: false, registered: true },
  });

/** What the log of an application itself tells; brought into the stream beside Okta's. */
const FOREIGN = 'Cloud console';
const ofConsole = (event: LogEvent): LogEvent =>
  event.displayMessage === 'User single sign on to app' && JSON.stringify(event.target).includes(FOREIGN)
    ? { ...event, eventType: 'cloud.console.signin', displayMessage: 'Console sign-in', legacyEventType: null }
    : event;

function intoConsole(stage: Stage, visit: Visit, at: number): EventDraft {
  return stage.does(visit, SSO, at, { targets: [appNamed(stage, FOREIGN)], session: undefined, dtHash: undefined });
}

/** Applications as people and thieves open them. */
export const appAccessDrills: Drills = {
  'okta-det-unauthorized-app-access': {
    attack: tale((stage) => {
      const person = stage.one();
      const visit = thief(stage, person);
      return [
        signsIn(stage, visit, stage.at),
        orgApps(stage, 6).map((app, n) => turnedAway(stage, visit, app, stage.at + (3 + n * 5) * MINUTE)),
      ];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const denied = { outcome: 'DENY', reason: 'Access denied by policy' } as const;
      return [
        stage.arrives(own, stage.at, person),
        orgApps(stage, 6).map((app, n) =>
          stage.does(own, 'application.policy.sign_on.deny_access', stage.at + (20 + n) * MINUTE, {
            ...{ ...denied, targets: [app, own.actor] },
          }),
        ),
      ];
    }),
  },
  'okta-det-app-challenge-ratio': {
    attack: tale((stage) => {
      const person = stage.one();
      const visit = thief(stage, person);
      const apps = orgApps(stage, 6);
      return [
        signsIn(stage, visit, stage.at),
        apps.map((app, n) => challenged(stage, visit, app, stage.at + (2 + n * 1.5) * MINUTE)),
        stage.opens(visit, stage.at + 4 * MINUTE, apps[1] as Entity),
      ];
    }),
    lookAlike: tale((stage) => {
      const [first, second] = stage.staff(2) as [Person, Person];
      const strict = stage.usual(first);
      const tired = stage.usual(second);
      const apps = orgApps(stage, 6);
      return [
        signsIn(stage, strict, stage.at),
        apps.flatMap((app, n) => {
          const at = stage.at + (2 + n * 1.5) * MINUTE;
          return [challenged(stage, strict, app, at), ...stage.opens(strict, at + 20 * SECOND, app)];
        }),
        signsIn(stage, tired, stage.at),
        apps.slice(0, 3).map((app, n) => challenged(stage, tired, app, stage.at + (2 + n * 3) * MINUTE)),
      ];
    }),
  },
  'okta-det-rapid-app-access': {
    attack: tale((stage) => {
      const person = stage.one();
      const visit = thief(stage, person, 'BUC');
      const apps = orgApps(stage, 12);
      return [
        signsIn(stage, visit, stage.at),
        opensAll(stage, visit, apps, stage.at + 2 * MINUTE, 4 * SECOND, 'IDP_INITIATED'),
      ];
    }),
    lookAlike: tale((stage) => {
      const [first, second] = stage.staff(2) as [Person, Person];
      return [
        stage.arrives(stage.usual(first), stage.at, first),
        opensAll(
          ...([stage, stage.usual(first), orgApps(stage, 9), stage.at + HOUR] as const),
          ...([5 * SECOND, 'IDP_INITIATED'] as const),
        ),
        opensAll(
          ...([stage, stage.usual(second), orgApps(stage, 12), stage.at + HOUR] as const),
          ...([4 * SECOND, 'SP_INITIATED'] as const),
        ),
      ];
    }),
  },
  'okta-det-cloud-console-new-device': {
    attack: tale((stage) => {
      const person = stage.one();
      const app = appNamed(stage, 'AWS IAM Identity Center - Production');
      return [onNewDevice(stage, thief(stage, person), app, stage.at)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      const laptop = again(stage, own, { device: stage.device(LINUX_FIREFOX) });
      return [
        stage.opens(own, stage.at, appNamed(stage, 'Microsoft Azure Portal')),
        onNewDevice(stage, laptop, appNamed(stage, 'Lawson Payroll'), stage.at + 10 * MINUTE),
      ];
    }),
  },
  'okta-det-first-app-for-user': {
    attack: tale((stage) => {
      const person = stage.one();
      const own = stage.usual(person);
      return [stage.arrives(own, stage.at, person), openConsole(stage.world, own, stage.rng, stage.at + 20 * MINUTE)];
    }),
    lookAlike: tale((stage) => {
      const [admin, person] = [stage.admin(), stage.one()];
      return [
        openConsole(stage.world, stage.usual(admin), stage.rng, stage.at + 20 * MINUTE),
        orgApps(stage, 30)
          .slice(20)
          .flatMap((app, n) => stage.opens(stage.usual(person), stage.at + n * HOUR, app)),
      ];
    }),
  },
  'okta-det-downstream-login-without-sso': {
    parameters: { downstreamSignIns: ['cloud.console.signin'] },
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        const visit = thief(stage, person);
        return [stage.arrives(stage.usual(person), stage.at, person), intoConsole(stage, visit, stage.at + 2 * DAY)];
      }),
      ofConsole,
    ),
    lookAlike: retold(
      tale((stage) => {
        const person = stage.one();
        const own = stage.usual(person);
        return [stage.arrives(own, stage.at, person), intoConsole(stage, own, stage.at + 26 * HOUR)];
      }),
      ofConsole,
    ),
  },
  'okta-det-login-without-browser-marker': {
    parameters: { marker: 'Mozilla/5.0' },
    attack: tale((stage) => {
      const person = stage.one();
      const visit = stage.stranger(person, officeNetwork(person.home), PYTHON, []);
      return [signsIn(stage, visit, stage.at)];
    }),
    lookAlike: tale((stage) => {
      const person = stage.one();
      const scripted = stage.stranger(person, awayNetwork(person.home, 2), PYTHON, []);
      return [
        wrongPassword(scripted, stage.rng, stage.at),
        stage.arrives(thief(stage, person), stage.at + HOUR, person, 1),
        worksOn(stage, scripted, stage.at + 2 * HOUR, person),
      ];
    }),
  },
  'okta-det-unmanaged-device-login': {
    parameters: { managedDevices: ['BW-LAP-0412', 'guo7hq2brightlap0'] },
    attack: retold(
      tale((stage) => {
        const person = stage.one();
        return [stage.arrives(stage.usual(person), stage.at, person, 1)];
      }),
      onDevice('guo9zz1strangebox', 'DESKTOP-9F3A21'),
    ),
    lookAlike: (org, at, rng) => {
      const visits = tale((stage) => {
        const person = stage.one();
        return [stage.arrives(stage.usual(person), stage.at, person)];
      });
      const refused = tale((stage) => [wrongPassword(thief(stage, stage.one()), stage.rng, stage.at)]);
      return [
        ...visits(org, at, rng).map(onDevice('guo1aa4brightlap3', 'BW-LAP-0412')),
        ...visits(org, at + HOUR, rng).map(onDevice('guo7hq2brightlap0', 'Laptop of the workshop')),
        ...visits(org, at + 2 * HOUR, rng),
        ...refused(org, at + 3 * HOUR, rng).map(onDevice('guo9zz1strangebox', 'DESKTOP-9F3A21')),
      ];
    },
  },
};
