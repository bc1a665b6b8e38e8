import { LINUX_FIREFOX, OLD_CHROME } from '../life/agents';
import { hostingNetwork } from '../life/networks';
import { isWeekend } from '../life/chores';
import { SYSTEM, type Person } from '../life/people';
import { visitOf, newSession, type Visit } from '../life/session-events';
import type { Entity, EventDraft } from '../log-event';
import { atConsole } from '../attacks/admin';
import { DAY, HOUR, MINUTE, SECOND, type Stage } from '../attacks/stage';
import { appNamed, orgApps } from './app-access.drills';
import type { Drills } from './drill';
import { city, signsIn, tale } from './telling';

const LIFECYCLE = 'application.lifecycle.';

/** The administrator's account in somebody else's hands. */
const intruder = (stage: Stage): Visit =>
  stage.stranger(stage.admin(), hostingNetwork(city('LAG'), stage.rng.int(800)), LINUX_FIREFOX);

/** Somebody's account in an application. */
const accountOf = ({ rng }: Stage, person: Person): Entity => ({
  ...person.entity,
  id: `0ua${rng.hex(17)}`,
  type: 'AppUser',
});

function ofMember(stage: Stage, visit: Visit, what: string, at: number, person: Person, app: Entity): EventDraft {
  return stage.does(visit, `application.user_membership.${what}`, at, {
    targets: [accountOf(stage, person), app, stage.user(person)],
  });
}

/** What is done to an application. */
const does = (stage: Stage, visit: Visit, what: string, app: Entity, at: number, reason?: string): EventDraft =>
  stage.does(visit, LIFECYCLE + what, at, { targets: [app], reason });

/** Stored passwords set anew, one after the other. */
function changes(stage: Stage, visit: Visit, at: number, count: number, every: number): EventDraft[] {
  const [people, apps] = [stage.staff(Math.min(count, 20)), orgApps(stage, 6)];
  return Array.from({ length: count }, (_, n) => {
    const what = n % 3 === 2 ? 'change_username' : 'change_password';
    const [person, app] = [people[n % people.length], apps[n % apps.length]] as [Person, Entity];
    return ofMember(stage, visit, what, at + n * every, person, app);
  });
}

/** One or two of them on working days, for four weeks. */
function usualChanges(stage: Stage, visit: Visit): EventDraft[] {
  return Array.from({ length: 28 }, (_, n) => n + 1)
    .filter((days) => !isWeekend(stage.day - days))
    .flatMap((days) => changes(stage, visit, stage.at - days * DAY + stage.rng.int(60) * MINUTE, 1 + (days % 2), HOUR));
}

/** A service app that may change the org, where there is one; else the Admin Console. */
function criticalApp(stage: Stage): Entity {
  const client = stage.org.principals.find(
    (one) => one.kind === 'service-app' && one.listed && one.scopes.some((scope) => scope.endsWith('.manage')),
  );
  const app = client && stage.org.list('apps').find(client.id);
  return app ? { ...appNamed(stage, String(app.label)), id: app.id } : stage.world.adminConsole;
}

/** Applications as administrators keep them. */
export const appChangesDrills: Drills = {
  'okta-det-swa-password-reveal': {
    attack: tale((stage) => {
      const visit = intruder(stage);
      const app = appNamed(stage, 'Freight Exchange');
      return [
        signsIn(stage, visit, stage.at),
        stage.staff(6).map((person, n) => {
          return ofMember(stage, visit, 'show_password', stage.at + (4 + n) * MINUTE, person, app);
        }),
      ];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const person = stage.one();
      const app = appNamed(stage, 'Freight Exchange');
      return [
        before,
        ofMember(stage, visit, 'change_password', stage.at + MINUTE, person, app),
        ofMember(stage, visit, 'update', stage.at + 2 * MINUTE, person, app),
        stage.opens(stage.usual(person), stage.at + 9 * MINUTE, app),
      ];
    }),
  },
  'okta-det-swa-bulk-credential-change': {
    attack: tale((stage) => {
      const { visit } = atConsole(stage, stage.at);
      return [usualChanges(stage, visit), changes(stage, intruder(stage), stage.at + 5 * MINUTE, 26, 40 * SECOND)];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      return [usualChanges(stage, visit), before, changes(stage, visit, stage.at, 2, 20 * MINUTE)];
    }),
  },
  'okta-det-swa-offhours': {
    attack: tale((stage) => {
      const { visit } = atConsole(stage, stage.at);
      const saturday = stage.at + 2 * DAY + 15 * HOUR;
      return [usualChanges(stage, visit), changes(stage, visit, saturday, 12, 3 * MINUTE)];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      return [usualChanges(stage, visit), before, changes(stage, visit, stage.at, 12, 3 * MINUTE)];
    }),
  },
  'okta-det-scim-password-push-enabled': {
    attack: tale((stage) => {
      const app = appNamed(stage, 'Halden Directory');
      return [does(stage, intruder(stage), 'update', app, stage.at, 'Pushing user passwords has been enabled')];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const app = appNamed(stage, 'Halden Directory');
      const reasons = ['Pushing new users has been enabled', 'Pushing user deactivation has been enabled', undefined];
      return [before, reasons.map((reason, n) => does(stage, visit, 'update', app, stage.at + n * MINUTE, reason))];
    }),
  },
  'okta-det-password-health-report': {
    attack: tale((stage) => {
      const visit = intruder(stage);
      return [
        stage.does(visit, 'user.session.access_admin_app', stage.at, {
          ...{ targets: [stage.world.adminConsole], uri: '/reports/password-health/async_csv_download_schedule' },
        }),
      ];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const uris = ['/reports/user/app-access', '/admin/reports', '/admin/password-policies'];
      return [
        before,
        uris.map((uri, n) =>
          stage.does(visit, 'user.session.access_admin_app', stage.at + n * MINUTE, {
            ...{ targets: [stage.world.adminConsole], uri },
          }),
        ),
      ];
    }),
  },
  'okta-det-app-lifecycle': {
    attack: tale((stage) => {
      const visit = intruder(stage);
      return [
        orgApps(stage, 6).flatMap((app, n) => [
          does(stage, visit, 'deactivate', app, stage.at + n * 6 * MINUTE),
          does(stage, visit, 'delete', app, stage.at + (n * 6 + 1) * MINUTE),
        ]),
      ];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const refused = { outcome: 'FAILURE', reason: 'Not permitted' } as const;
      return [
        before,
        orgApps(stage, 6).flatMap((app, n) => [
          does(stage, visit, 'update', app, stage.at + n * MINUTE),
          does(stage, visit, 'activate', app, stage.at + n * MINUTE + SECOND),
          { ...does(stage, visit, 'delete', app, stage.at + n * MINUTE + 2 * SECOND), ...refused },
        ]),
      ];
    }),
  },
  'okta-det-app-updated': {
    attack: tale((stage) => [does(stage, intruder(stage), 'update', criticalApp(stage), stage.at)]),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const apps = stage.one().apps;
      return [before, apps.map((app, n) => does(stage, visit, 'update', app, stage.at + n * MINUTE))];
    }),
  },
  'okta-det-org2org-change': {
    attack: tale((stage) => {
      const app = appNamed(stage, 'Halden Group (Okta Org2Org)');
      return [
        does(stage, intruder(stage), 'update', app, stage.at),
        does(stage, intruder(stage), 'activate', app, stage.at + MINUTE),
      ];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const person = stage.one();
      const joined = appNamed(stage, 'Halden Group (Okta Org2Org)');
      return [
        before,
        does(stage, visit, 'create', appNamed(stage, 'Org Chart 2 Go'), stage.at),
        ofMember(stage, visit, 'add', stage.at + 4 * MINUTE, person, joined),
        stage.opens(stage.usual(person), stage.at + 20 * MINUTE, joined),
      ];
    }),
  },
  'okta-det-mass-app-assignment': {
    attack: tale((stage) => {
      const visit = visitOf(
        stage.admin(),
        hostingNetwork(city('HAN'), 4),
        stage.device(OLD_CHROME),
        newSession(stage.rng),
      );
      const app = appNamed(stage, 'Source Vault');
      return [
        stage.staff(26).map((person, n) => ofMember(stage, visit, 'add', stage.at + n * 100 * SECOND, person, app)),
      ];
    }),
    lookAlike: tale((stage) => {
      const { visit, before } = atConsole(stage, stage.at);
      const [app, starters] = [appNamed(stage, 'Learning Hub'), stage.staff(8)];
      return [
        before,
        starters.map((person, n) => ofMember(stage, visit, 'add', stage.at + n * 3 * MINUTE, person, app)),
        stage.staff(30).map((person, n) => ({
          ...ofMember(stage, visit, 'add', stage.at + n * SECOND, person, app),
          ...{ actor: SYSTEM, network: null, agent: null, session: undefined, dtHash: undefined },
        })),
      ];
    }),
  },
};
