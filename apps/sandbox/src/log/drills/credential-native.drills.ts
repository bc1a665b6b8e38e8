import { GO_CLIENT, LINUX_FIREFOX, OLD_CHROME, PYTHON } from '../life/agents';
import { anonymiser, hostingNetwork, vpnNetwork } from '../life/networks';
import { FAR_CITIES } from '../life/places';
import { atDesk, by, helper } from '../life/chores';
import { during, signIn, wrongPassword } from '../life/session-events';
import { newPassword } from '../life/stay-events';
import type { Entity, EventDraft, Network } from '../log-event';
import { HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { apiFailure, each, intruder, rented, unknownFailure } from './parts';

function address({ ip }: Network): Entity {
  return { id: ip, type: 'IP address', alternateId: ip, displayName: ip };
}

/** What ThreatInsight writes about a source; its reasons in a row, as the event has them. */
function suspected(stage: Stage, network: Network, at: number, reason: string): EventDraft {
  const grades = Object.fromEntries(reason.split(', ').map((part) => [part, 'HIGH']));
  return stage.system('security.threat.detected', at, {
    ...{ network, agent: PYTHON, transaction: { type: 'WEB' }, uri: '/api/v1/authn', outcome: 'DENY', reason },
    ...{ targets: [address(network)] },
    debug: { threatSuspected: 'true', threatDetections: JSON.stringify(grades) },
  });
}

/** ThreatInsight sees a source spray passwords, beside other failures. */
const sprayIsSeen: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = rented(stage);
  const device = stage.device(PYTHON);
  return stage.tell(
    stage.staff(4).map((person, n) => apiFailure(stage, intruder(stage, person, network, device), at + n * SECOND)),
    suspected(stage, network, at + 20 * SECOND, 'Login failures, Password Spray'),
  );
};

/** A source that fails often, which is no spray; and a request from a network that is blocked. */
const noisySource: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = rented(stage);
  const blocked = stage.system('security.request.blocked', at + 2 * MINUTE, {
    ...{ network: rented(stage), agent: OLD_CHROME, transaction: { type: 'WEB' }, uri: '/login/login.htm' },
    ...{ outcome: 'DENY', reason: 'Request from blocked network zone' },
  });
  return stage.tell(suspected(stage, network, at, 'Login failures'), blocked);
};

/** ThreatInsight sees a source try many names that nobody has. */
const manyUnknownNames: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = rented(stage);
  return stage.tell(
    each(5, (n) => unknownFailure(stage, `${rng.hex(5)}@brightwater.example`, network, PYTHON, at + n * 2 * SECOND)),
    suspected(stage, network, at + 15 * SECOND, 'Login failures with high unknown users count'),
  );
};

/** A source Okta suspects is let in. */
const suspectLetIn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, anonymiser(stage.farFrom(person), 90), LINUX_FIREFOX);
  const signedIn = signIn(stage.world, visit, rng, at, person.factor);
  return stage.tell(signedIn.map((draft) => ({ ...draft, debug: { ...draft.debug, threatSuspected: 'true' } })));
};

/** Suspected and refused, from a machine for hire; the owner of the account signs in through the company's VPN. */
const suspectRefused: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const device = stage.device(GO_CLIENT);
  const visit = intruder(stage, person, rented(stage), device);
  return stage.tell(
    each(3, (n) => apiFailure(stage, visit, at + n * 9 * SECOND, { debug: { threatSuspected: 'true' } })),
    stage.arrives({ ...stage.usual(person), network: vpnNetwork() }, at + 5 * MINUTE, person),
  );
};

/** Okta declares the org under attack, and half an hour later that it is over. */
const underAttack: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = rented(stage);
  const victims = stage.staff(8);
  return stage.tell(
    stage.system('security.attack.start', at, { reason: 'Org is under attack' }),
    each(40, (n) => {
      const visit = intruder(stage, victims[n % 8]!, network, stage.device(OLD_CHROME));
      return apiFailure(stage, visit, at + n * 30 * SECOND);
    }),
    stage.system('security.attack.end', at + 34 * MINUTE, { reason: 'Attack has ended' }),
  );
};

/** An administrator tunes what is done against attacks; a few people mistype. */
const protectionTuned: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const desk = by(atDesk(admin, rng, stage.day), rng);
  return stage.tell(
    desk('security.attack_protection.settings.update', at, { uri: '/attack-protection/api/v1/settings' }),
    stage.staff(3).flatMap((person, n) => wrongPassword(stage.usual(person), rng, at + n * MINUTE)),
  );
};

/** Somebody's password is on a list Okta bought. */
const onAList: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const seen = stage.system('security.breached_credential.detected', at + 2 * SECOND, {
    ...{ network: own.network, agent: own.device.agent, transaction: { type: 'WEB' }, targets: [person.entity] },
    debug: { breachDateKnown: 'true' },
  });
  return stage.tell(
    signIn(stage.world, own, rng, at, person.factor),
    seen,
    stage.system('user.account.expire_password', at + 3 * SECOND, { targets: [person.entity] }),
  );
};

/** A password ends because it is old, and another one is chosen. */
const endOfQuarter: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  return stage.tell(
    stage.system('user.account.expire_password', at - 9 * HOUR, { targets: [person.entity] }),
    signIn(stage.world, own, rng, at, person.factor),
    newPassword(own, rng, at + 20 * SECOND),
  );
};

/** The password is typed into the field for the name, and stands in the log. */
const passwordInTheWrongField: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const { network, device } = stage.usual(person);
  return stage.tell(
    unknownFailure(stage, 'Rain&Lantern_88', network, device.agent, at, { uri: '/idp/idx/identify' }),
    stage.arrives(stage.usual(person), at + 20 * SECOND, person),
  );
};

/** Names written short, as in the old system; a program's id; an address with a slip in it. */
const namesWrittenShort: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { network, device } = stage.usual(stage.one());
  const names = [
    'hendriks',
    'BRIGHTWATER\\lhendriks',
    'l.hendriks',
    `0oa${rng.hex(17)}`,
    'l.hendriks@brightwater,example',
  ];
  return stage.tell(names.map((name, n) => unknownFailure(stage, name, network, device.agent, at + n * 40 * SECOND)));
};

const bucket = (path: string): Entity[] => [
  { id: path, type: 'URL Pattern', alternateId: 'unknown', displayName: path },
  { id: `b${path.length}0c41e8f5a`, type: 'Bucket Uuid', alternateId: 'unknown', displayName: path },
];

function limit(stage: Stage, type: string, at: number): EventDraft {
  const admin = stage.admin();
  return stage.system(type, at, {
    ...{ actor: admin.entity, network: hostingNetwork(FAR_CITIES[0]!, 4), agent: PYTHON, transaction: { type: 'WEB' } },
    ...{ targets: bucket('/api/v1/users/{id}'), uri: '/api/v1/users' },
    debug: { threshold: '600', timeSpan: '1', timeUnit: 'MINUTES', rateLimitSecondsToReset: '38' },
  });
}

/** Somebody copies the directory faster than Okta allows. */
const copiesTheDirectory: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    limit(stage, 'system.org.rate_limit.warning', at),
    limit(stage, 'system.org.rate_limit.violation', at + 25 * SECOND),
  );
};

/** A program comes near the limit and slows down. */
const nearTheLimit: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(each(3, (n) => limit(stage, 'system.org.rate_limit.warning', at + n * 5 * MINUTE)));
};

/** Six ways to get somebody's account back in forty minutes, none of them asked for by its owner. */
const recoveryFromElsewhere: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = intruder(stage, person, rented(stage), stage.device(LINUX_FIREFOX));
  const types = [
    ...['system.email.password_reset.sent_message', 'system.sms.send_password_reset_message'],
    ...['system.voice.send_password_reset_call', 'system.email.account_unlock.sent_message'],
    ...['system.sms.send_account_unlock_message', 'user.account.unlock_token'],
  ];
  return stage.tell(
    types.map((type, n) =>
      during({ ...visit, session: 'unknown' }, rng, type, at + n * 7 * MINUTE, { targets: [person.entity] }),
    ),
  );
};

/** A mail that comes late is asked for four times; help desk sends one each to nine people. */
const lateMail: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [impatient, ...others] = stage.staff(10);
  const own = { ...stage.usual(impatient!), session: 'unknown' };
  const desk = by(atDesk(helper(stage.people)!, rng, stage.day), rng);
  const mail = 'system.email.password_reset.sent_message';
  return stage.tell(
    each(4, (n) => during(own, rng, mail, at + n * 6 * MINUTE, { targets: [impatient!.entity] })),
    others.map((person, n) => desk(mail, at + n * 6 * MINUTE, { targets: [person.entity] })),
  );
};

/** An administrator sets somebody's password, and is in the account a little later. */
const setsAPassword: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [admin, person] = [stage.admin(), stage.one()];
  const desk = atDesk(admin, rng, stage.day);
  return stage.tell(
    by(desk, rng)('user.account.update_password', at, {
      ...{ targets: [person.entity], uri: `/api/v1/users/${person.user.id}` },
    }),
    signIn(stage.world, { ...stage.usual(admin), actor: person.entity }, rng, at + 6 * MINUTE, null),
  );
};

/** A password is forgotten: help desk sends a mail, and its owner chooses another. */
const forgotten: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const desk = by(atDesk(helper(stage.people)!, rng, stage.day), rng);
  return stage.tell(
    desk('user.account.reset_password', at, { targets: [person.entity] }),
    newPassword(own, rng, at + 7 * MINUTE),
    stage.arrives(own, at + 9 * MINUTE, person),
  );
};

/** A day of guesses so slow that no hour of it stands out: three hundred, each from a machine of its own. */
const aDayOfGuesses: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const victims = stage.staff(60);
  return stage.tell(
    each(300, (n) => {
      const visit = intruder(stage, victims[n % 60]!, rented(stage), stage.device(OLD_CHROME));
      return apiFailure(stage, visit, at - 9 * HOUR + n * 3.4 * MINUTE);
    }),
  );
};

/** The day after a holiday: twenty more typos than on others. */
const aClumsyDay: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    stage.staff(20).flatMap((person, n) => wrongPassword(stage.usual(person), rng, at - HOUR + n * 9 * MINUTE)),
  );
};

/** What Okta itself sees of guessed passwords, and what is done to passwords. */
export const nativeDrills: Drills = {
  'okta-det-native-password-spray': { attack: sprayIsSeen, lookAlike: noisySource },
  'okta-det-threatinsight-unknown-users': { attack: manyUnknownNames, lookAlike: noisySource },
  'okta-det-threatinsight-any': { attack: suspectLetIn, lookAlike: suspectRefused },
  'okta-det-org-under-attack': { attack: underAttack, lookAlike: protectionTuned },
  'okta-det-breached-credential-used': { attack: onAList, lookAlike: endOfQuarter },
  'okta-det-password-in-username': { attack: passwordInTheWrongField, lookAlike: namesWrittenShort },
  'okta-det-rate-limit-violation': { attack: copiesTheDirectory, lookAlike: nearTheLimit },
  'okta-det-recovery-abuse': { attack: recoveryFromElsewhere, lookAlike: lateMail },
  'okta-det-password-changed-by-admin': { attack: setsAPassword, lookAlike: forgotten },
  'okta-det-failed-sign-ins-above-baseline': { attack: aDayOfGuesses, lookAlike: aClumsyDay },
};
