import { HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { LAPTOPS, LINUX_FIREFOX, OLD_CHROME } from '../life/agents';
import {
  anonymiser,
  awayNetwork,
  consumerVpn,
  homeNetwork,
  hostingNetwork,
  officeNetwork,
  vpnNetwork,
} from '../life/networks';
import type { Person } from '../life/people';
import { during, newSession, signIn, visitOf, type Visit } from '../life/session-events';
import { openConsole } from '../life/stay-events';
import type { Entity, EventDraft, Outcome } from '../log-event';
import { atDesk, done, entityOfUser, fresh, group, known, thing, together } from './admin-scenes';
import type { Drills } from './drill';

const CONSOLE = '/admin/app/saasure';

function knock(stage: Stage, visit: Visit, minute: number, outcome: Outcome): EventDraft {
  const reason = outcome === 'FAILURE' ? 'User is not assigned to this application' : undefined;
  return stage.does(visit, 'user.session.access_admin_app', stage.at + minute * MINUTE, {
    ...{ outcome, reason, targets: [stage.world.adminConsole], uri: CONSOLE },
  });
}

/** Whoever holds the session of a member of staff tries the console's door again and again. */
const consoleTried: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, consumerVpn(stage.farFrom(person), rng.int(8)), OLD_CHROME);
  return stage.tell(
    stage.arrives(visit, at, person, 1),
    [6, 9, 21, 40].map((minute) => knock(stage, visit, minute, 'FAILURE')),
  );
};

/** An administrator opens the console whenever a ticket comes in; a colleague is refused an application. */
const consoleBusy: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [admin, person] = [stage.admin(), stage.one()];
  const [own, other] = [stage.usual(admin), stage.usual(person)];
  const denied = stage.does(other, 'application.policy.sign_on.deny_access', at + 20 * MINUTE, {
    ...{ outcome: 'FAILURE', reason: 'Device is not managed', targets: [person.apps[0] as Entity] },
  });
  return stage.tell(
    stage.arrives(own, at, admin, 0),
    [5, 17, 31, 44].map((minute) => knock(stage, own, minute, 'SUCCESS')),
    stage.arrives(other, at + 10 * MINUTE, person),
    denied,
  );
};

/** Asking for the console, or for another application, with what was new about the visit. */
function asked(stage: Stage, visit: Visit, at: number, app: Entity, outcome: Outcome = 'ALLOW'): EventDraft {
  return during(visit, stage.rng, 'policy.evaluate_sign_on', at, {
    ...{ outcome, reason: `Sign-on policy evaluation resulted in ${outcome}`, uri: CONSOLE },
    targets: [{ ...stage.world.appPolicy, displayName: app.displayName }, stage.world.appRule, app],
  });
}

/** Somebody with an administrator's password gets as far as the question for a second factor. */
const consoleFromNowhere: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 11 * HOUR, rng);
  const admin = known(stage, 'admin-0');
  const news = ['New Device', 'New IP', 'New City'];
  const visit = visitOf(admin, homeNetwork(admin.home, 4711, 3), stage.device(LINUX_FIREFOX), newSession(rng), news);
  const own = stage.usual(admin);
  return stage.tell(
    stage.arrives(own, start - 2 * HOUR, admin),
    signIn(stage.world, { ...visit, behaviors: [] }, rng, stage.at, null),
    asked(stage, visit, stage.at + 3 * MINUTE, stage.world.adminConsole, 'CHALLENGE'),
  );
};

/**
 * A new laptop at the old desk, the old laptop at a new place, and a new laptop at a new place that opens anything but
 * the console.
 */
const consoleHalfNew: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [first, second] = [known(stage, 'admin-0'), stage.admin()];
  const person = stage.one();
  const desk = visitOf(first, officeNetwork(first.home), stage.device(LAPTOPS[3]!), newSession(rng), ['New Device']);
  const home = visitOf(second, homeNetwork(second.home, 77, 5), stage.laptop(second), newSession(rng), [
    ...['New IP', 'New City', 'New Geo-Location'],
  ]);
  const cafe = visitOf(person, awayNetwork(person.home, 9), stage.device(LAPTOPS[0]!), newSession(rng), [
    ...['New Device', 'New IP'],
  ]);
  const app = person.apps[0] as Entity;
  return stage.tell(
    [desk, home].flatMap((visit, n) => [
      ...stage.arrives(visit, at + n * HOUR, n === 0 ? first : second, 0),
      asked(stage, visit, at + n * HOUR + 4 * MINUTE, stage.world.adminConsole),
      ...openConsole(stage.world, { ...visit, behaviors: [] }, rng, at + n * HOUR + 5 * MINUTE),
    ]),
    stage.arrives(cafe, at + 2 * HOUR, person, 0),
    asked(stage, cafe, at + 2 * HOUR + 2 * MINUTE, app),
  );
};

/** Proving who one is for an application, by that method. */
function proved(stage: Stage, visit: Visit, at: number, app: Entity, method: string, outcome: Outcome): EventDraft {
  return stage.does(visit, 'user.authentication.verify', at, {
    ...{ outcome, targets: [visit.actor, app], uri: CONSOLE },
    debug: { MethodTypeUsed: method, MethodUsedVerifiedProperties: '[]' },
  });
}

/** A password and a code by mail opened the console. */
const consoleByMail: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 4 * HOUR, rng);
  const admin = known(stage, 'admin-0');
  const visit = stage.usual(admin);
  return stage.tell(
    stage.arrives(visit, stage.at, admin, 1),
    proved(stage, visit, stage.at + 9 * MINUTE, stage.world.adminConsole, 'Password, Email', 'SUCCESS'),
    knock(stage, visit, 10, 'SUCCESS'),
  );
};

/** A code by mail is good for the canteen; for the console it is refused, and the key is taken out. */
const consoleByKey: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [admin, person] = [stage.admin(), stage.one()];
  const [own, other] = [stage.usual(admin), stage.usual(person)];
  const { adminConsole } = stage.world;
  const key = 'Password, Security Key or Biometric Authenticator';
  return stage.tell(
    stage.arrives(other, at, person, 0),
    proved(stage, other, at + 4 * MINUTE, person.apps[0] as Entity, 'Email', 'SUCCESS'),
    stage.arrives(own, at + HOUR, admin, 0),
    proved(stage, own, at + HOUR + 6 * MINUTE, adminConsole, 'Password', 'FAILURE'),
    proved(stage, own, at + HOUR + 7 * MINUTE, adminConsole, key, 'SUCCESS'),
    proved(stage, own, at + 3 * HOUR, adminConsole, 'Get a push notification', 'SUCCESS'),
  );
};

/** The console through an anonymiser. */
const consoleHidden: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 3 * HOUR, rng);
  const admin = stage.admin();
  const visit = { ...stage.usual(admin), network: anonymiser(admin.home, 12), session: newSession(rng) };
  return stage.tell(
    stage.arrives(visit, stage.at, admin, 0),
    stage.does(visit, 'user.lifecycle.suspend', stage.at + 12 * MINUTE, {
      ...{ targets: [stage.user(stage.one())], uri: '/admin/users/lifecycle/suspend' },
    }),
  );
};

/** The console through the company's VPN; and, through one of their own, the applications of the same administrator. */
const consoleByVpn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [admin, person] = [stage.admin(), stage.one()];
  const company = { ...stage.usual(admin), network: vpnNetwork() };
  const own = { ...stage.usual(admin), network: consumerVpn(admin.home, 3) };
  const staff = { ...stage.usual(person), network: consumerVpn(person.home, 5) };
  return stage.tell(
    stage.arrives(company, at, admin, 1),
    openConsole(stage.world, company, rng, at + 9 * MINUTE),
    stage.arrives(own, at + 9 * HOUR, admin, 3),
    stage.arrives(staff, at + HOUR, person, 3),
  );
};

function risky(stage: Stage, person: Person, network = hostingNetwork(stage.farFrom(person), 31)): Visit {
  return stage.stranger(person, network, LINUX_FIREFOX);
}

/** Okta rates a session high, and three quarters of an hour later it makes a role. */
const riskyRole: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 13 * HOUR, rng);
  const admin = known(stage, 'admin-0');
  const visit = risky(stage, admin);
  return stage.tell(
    stage.arrives(visit, stage.at, admin, 1),
    openConsole(stage.world, { ...visit, behaviors: [], risk: undefined }, rng, stage.at + 10 * MINUTE),
    done(stage, visit, [[44, 'iam.role.create', [fresh(stage, 'CUSTOM_ROLE', 'cr0', 'Reporting')]]]),
  );
};

/**
 * A risky session of a traveller who opens applications and renames a group, and in the meantime a token is made by the
 * same administrator's session at the desk.
 */
const riskyTraveller: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const away = risky(stage, admin, awayNetwork(stage.farFrom(admin), 14));
  const desk = stage.usual(admin);
  return stage.tell(
    stage.arrives(desk, at - 20 * MINUTE, admin, 0),
    stage.arrives(away, at, admin, 3),
    done(stage, away, [[25, 'group.profile.update', [group(stage, 'team-3')]]]),
    done(stage, desk, [[30, 'system.api_token.create', [fresh(stage, 'Token', '00T', 'Backup job')]]]),
  );
};

/** In from a country and on a device that were never seen, and from there the offices' zone takes in another range. */
const newContextZone: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 6 * HOUR, rng);
  const admin = stage.admin();
  const network = hostingNetwork(stage.farFrom(admin), 77);
  const news = ['New Country', 'New Device'];
  const visit = visitOf(admin, network, stage.device(OLD_CHROME), newSession(rng), news);
  const zone = thing('NetworkZone', org.idOf('corporate-zone') ?? 'nzounknown', 'Offices and VPN');
  return stage.tell(
    stage.arrives(stage.usual(admin), start - 3 * HOUR, admin),
    stage.arrives(visit, stage.at, admin, 0),
    openConsole(stage.world, { ...visit, behaviors: [] }, rng, stage.at + 5 * MINUTE),
    done(stage, visit, [[51, 'zone.update', [zone]]]),
  );
};

/**
 * Abroad with the laptop of always, a factor is enrolled; at home a new phone enrols one; and on a borrowed machine
 * abroad only applications are opened, until the VPN is on.
 */
const newContextTravel: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [away, home, guest] = stage.staff(3) as [Person, Person, Person];
  const abroad = {
    ...stage.usual(away),
    network: awayNetwork(stage.farFrom(away), 21),
    behaviors: ['New Country', 'New IP'],
  };
  const phone = { ...stage.usual(home), device: stage.device(LAPTOPS[1]!), behaviors: ['New Device'] };
  const hotel = awayNetwork(stage.farFrom(guest), 22);
  const lent = visitOf(guest, hotel, stage.device(OLD_CHROME), newSession(rng), ['New Country', 'New Device']);
  const factor = (person: Person): readonly Entity[] => [entityOfUser(person)];
  const debug = { factor: 'OKTA_VERIFY_PUSH' };
  return stage.tell(
    stage.arrives(abroad, at, away),
    done(stage, abroad, [[14, 'user.mfa.factor.activate', factor(away), { debug }]]),
    stage.arrives(phone, at, home),
    done(stage, phone, [[16, 'user.mfa.factor.activate', factor(home), { debug }]]),
    stage.arrives(lent, at, guest),
    done(stage, { ...lent, network: vpnNetwork() }, [[35, 'user.mfa.factor.activate', factor(guest), { debug }]]),
  );
};

const tokenAtDesk = atDesk((stage) => [[20, 'system.api_token.create', [fresh(stage, 'Token', '00T', 'Reporting')]]]);

/** What happens at the door of the admin console and behind it. */
export const adminConsoleDrills: Drills = {
  'okta-det-admin-console-access-denied': { attack: consoleTried, lookAlike: consoleBusy },
  'okta-det-admin-console-new-behavior': { attack: consoleFromNowhere, lookAlike: consoleHalfNew },
  'okta-det-admin-console-weak-factor': { attack: consoleByMail, lookAlike: consoleByKey },
  'okta-det-admin-via-proxy': { attack: consoleHidden, lookAlike: consoleByVpn },
  'okta-det-high-risk-admin-activity': { attack: riskyRole, lookAlike: together(riskyTraveller, tokenAtDesk) },
  'okta-det-new-context-critical-op': { attack: newContextZone, lookAlike: newContextTravel },
};
