import { LINUX_FIREFOX, PROVISIONING_JOB } from '../life/agents';
import { by } from '../life/chores';
import { dataCentre, hostingNetwork } from '../life/networks';
import { appEntity } from '../life/people';
import { during, newSession, openApp, signIn, wrongPassword } from '../life/session-events';
import type { Entity, EventDraft } from '../log-event';
import { HOUR, MINUTE, SECOND, Stage, type Story } from './stage';

function allApps(stage: Stage): Entity[] {
  return stage.org.list('apps').range(3, 60).map(appEntity);
}

/** In one minute every application there is, by somebody who has just come in from elsewhere. */
export const massAppAccess: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), rng.int(900)), LINUX_FIREFOX);
  const apps = allApps(stage).slice(0, 20);
  return stage.tell(
    signIn(stage.world, visit, rng, at, person.factor),
    apps.flatMap((app, n) => stage.opens(visit, at + MINUTE + n * 2500, app)),
  );
};

/** Monday morning: five tabs at once, at the usual desk. */
export const mondayTabs: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(
    signIn(stage.world, visit, rng, at, person.factor),
    person.apps.slice(0, 5).flatMap((app, n) => stage.opens(visit, at + MINUTE + n * 3000, app)),
  );
};

/** An account that only a program uses opens a browser. */
export const serviceAccountBrowses: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const program = stage.program();
  const city = stage.farFrom(program);
  const visit = stage.stranger(program, hostingNetwork(city, rng.int(900)), LINUX_FIREFOX);
  return stage.tell(
    ordinaryRuns(stage),
    signIn(stage.world, visit, rng, at, null),
    allApps(stage)
      .slice(0, 3)
      .flatMap((app, n) => openApp(stage.world, visit, rng, at + (3 + n) * MINUTE, app)),
  );
};

/** What the program does every hour, from where it runs. */
function ordinaryRuns(stage: Stage): EventDraft[] {
  const program = stage.program();
  const done = { actor: program.entity, network: dataCentre(program.salt), agent: PROVISIONING_JOB };
  const event = by(done, stage.rng);
  const user = stage.user(stage.one());
  return Array.from({ length: 12 }, (_, n) =>
    event('user.account.update_profile', stage.at - (12 - n) * HOUR, { targets: [user], uri: '/api/v1/users' }),
  );
}

export const serviceAccountRuns: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(ordinaryRuns(stage));
};

/** A sign-in from elsewhere; its mail reaches the owner, who says it was not them. */
export const userReports: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), rng.int(900)), LINUX_FIREFOX);
  const own = stage.usual(person);
  return stage.tell(
    signIn(stage.world, visit, rng, at, null),
    stage.does(visit, 'user.mfa.factor.activate', at + 2 * MINUTE, {
      targets: [stage.user(person)],
      debug: { factor: PUSH },
    }),
    stage.does(own, 'user.account.report_suspicious_activity_by_enduser', at + 35 * MINUTE, {
      ...{ targets: [stage.user(person)] },
      debug: {
        suspiciousActivityEventType: 'user.mfa.factor.activate',
        suspiciousActivityEventIp: visit.network.ip,
        suspiciousActivityEventCity: visit.network.place.city,
        suspiciousActivityEventCountry: visit.network.place.country,
      },
    }),
  );
};

const PUSH = 'OKTA_VERIFY_PUSH';

/** A new factor that nobody complains about. */
export const ownFactor: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const targets = [stage.user(person)];
  return stage.tell(
    stage.arrives(own, at, person),
    stage.does(own, 'user.mfa.factor.activate', at + 12 * MINUTE, { targets, debug: { factor: PUSH } }),
  );
};

/** ThreatInsight sees a source guess and blocks some of it; one request goes through. */
export const threatInsight: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(6);
  const first = people[0] as (typeof people)[number];
  const network = hostingNetwork(stage.farFrom(first), rng.int(900));
  const device = stage.device(LINUX_FIREFOX);
  const detections = JSON.stringify({ 'Password Spray': 'HIGH' });
  const debug = { threatSuspected: 'true', threatDetections: detections };
  const source: Entity = { id: network.ip, type: 'IP address', alternateId: network.ip, displayName: network.ip };
  const seen = (type: string, when: number): EventDraft =>
    stage.system(type, when, {
      ...{ network, agent: LINUX_FIREFOX, transaction: { type: 'WEB' }, uri: '/api/v1/authn', debug },
      ...{ outcome: 'DENY', reason: 'Password Spray', targets: [source] },
    });
  const tries = people.flatMap((person, n) => {
    const visit = { actor: person.entity, network, device, session: newSession(rng), behaviors: [] };
    return wrongPassword(visit, rng, at + n * 30 * SECOND).map((draft) => ({
      ...draft,
      debug: { ...draft.debug, ...debug },
    }));
  });
  const visit = { ...stage.stranger(first, network, LINUX_FIREFOX), device };
  const through = during(visit, rng, 'user.session.start', at + 6 * MINUTE, {
    ...{ targets: [stage.user(first)], uri: '/idp/idx/challenge/answer', debug },
  });
  return stage.tell(
    stage.system('security.attack.start', at, { targets: [source] }),
    tries,
    seen('security.threat.detected', at + 2 * MINUTE),
    seen('security.request.blocked', at + 3 * MINUTE),
    through,
    stage.system('security.attack.end', at + 40 * MINUTE, { targets: [source] }),
  );
};

/** The same people mistype at their desks, and nobody is suspected of anything. */
export const ordinaryTypos: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    stage.staff(6).flatMap((person, n) => {
      const visit = stage.usual(person);
      return [
        ...wrongPassword(visit, rng, at + n * 4 * MINUTE),
        ...stage.arrives(visit, at + (n * 4 + 1) * MINUTE, person, 2),
      ];
    }),
  );
};
