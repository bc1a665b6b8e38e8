import { GO_CLIENT, LINUX_FIREFOX } from '../life/agents';
import { dataCentre, hostingNetwork, officeNetwork } from '../life/networks';
import type { Person } from '../life/people';
import type { Visit } from '../life/session-events';
import { atConsole } from '../attacks/admin';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing } from '../attacks/tampering';
import type { Entity, EventDraft } from '../log-event';
import { newToken, shifted, withToken } from './callers';
import type { Drills } from './drill';

const REFUSED = { outcome: 'FAILURE', reason: 'Access denied' } as const;

/** A profile that changes, and a rule that takes its owner into a group three minutes later. */
function ruleFollows(stage: Stage, changed: EventDraft, into: string): EventDraft[] {
  const [user] = changed.targets as [Entity];
  const targets = [user, stage.group(into)];
  return [
    changed,
    stage.system('group.user_membership.add', changed.at + 3 * MINUTE, { targets, reason: 'Group rule' }),
  ];
}

const costCentre = (user: Entity): Partial<EventDraft> => ({
  targets: [{ ...user, changeDetails: { from: { costCenter: 'C12' }, to: { costCenter: 'C01' } } }],
});

/** Somebody writes another cost centre into their own profile, and a rule makes them an administrator. */
const profileEscalates: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  const changed = stage.does(visit, 'user.account.update_profile', at, costCentre(visit.actor));
  return stage.tell(stage.arrives(visit, at - HOUR, person, 1), ruleFollows(stage, changed, 'okta-administrators'));
};

/** Somebody does so and gets into a team; the personnel department writes what makes another an administrator. */
const profilesMaintained: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, other] = stage.staff(2) as [Person, Person];
  const visit = stage.usual(person);
  const personnel = withToken(stage, newToken(stage, 'people'), stage.user(stage.program()), dataCentre(1), GO_CLIENT);
  const own = stage.does(visit, 'user.account.update_profile', at, costCentre(visit.actor));
  const others = personnel('user.account.update_profile', at + HOUR, costCentre(stage.user(other)));
  return stage.tell(
    stage.arrives(visit, at - HOUR, person, 1),
    ruleFollows(stage, own, 'team-4'),
    ruleFollows(stage, others, 'okta-administrators'),
  );
};

/** Where recovery goes is changed, and in the evening a recovery is asked for. */
const emailThenRecovery: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), rng.int(900)), LINUX_FIREFOX);
  const targets = [stage.user(person)];
  return stage.tell(
    stage.arrives(visit, at - 4 * MINUTE, person, 1),
    stage.does(visit, 'user.account.update_secondary_email', at, { targets }),
    stage.does(visit, 'system.email.password_reset.sent_message', at + 8 * HOUR, { targets, session: 'unknown' }),
    stage.does(visit, 'user.account.reset_password', at + 8 * HOUR + 3 * MINUTE, { targets, session: 'unknown' }),
  );
};
/** A new name after a wedding; the password is forgotten the day after next, and by a colleague on that day. */
const emailAfterWedding: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, colleague] = stage.staff(2).map((one) => [stage.usual(one), stage.user(one)] as const) as [
    readonly [Visit, Entity],
    readonly [Visit, Entity],
  ];
  const recovers = ([visit, user]: readonly [Visit, Entity], when: number): EventDraft =>
    stage.does(visit, 'system.email.password_reset.sent_message', when, { targets: [user], session: 'unknown' });
  return stage.tell(
    stage.does(person[0], 'user.account.update_primary_email', at, { targets: [person[1]] }),
    recovers(colleague, at + 2 * HOUR),
    recovers(person, at + 30 * HOUR),
  );
};

/** By hand at Okta's, without a request anybody can see: somebody's factor is gone, and their password. */
const resetBySupport: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const targets = [stage.user(stage.one())];
  const transaction = { type: 'JOB', id: 'unknown' } as const;
  return stage.tell(
    stage.system('user.mfa.factor.deactivate', at, { targets, transaction, debug: { factor: 'OKTA_VERIFY_PUSH' } }),
    stage.system('user.account.reset_password', at + 30 * SECOND, { targets, transaction }),
  );
};
/** A job of Okta's resets an expired password; an administrator takes a lost factor off. */
const resetByJob: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, other] = stage.staff(2).map((one) => stage.user(one)) as [Entity, Entity];
  const { visit, before } = atConsole(stage, at + HOUR);
  return stage.tell(
    stage.system('user.account.reset_password', at, {
      ...{ targets: [person], transaction: { type: 'JOB', id: `J${rng.hex(24)}` } },
    }),
    before,
    stage.does(visit, 'user.mfa.factor.deactivate', at + HOUR, {
      targets: [other],
      debug: { factor: 'FIDO_WEBAUTHN' },
    }),
  );
};

const someone = ({ rng }: Stage, login: string): Entity =>
  thing('User', `00u${rng.hex(17)}`, login, { alternateId: login });

/** With a token, an account that looks like a program's. */
const userByToken: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = withToken(stage, newToken(stage, 'backup'), stage.user(stage.admin()), dataCentre(23), GO_CLIENT);
  const made = someone(stage, 'svc_network_backup@brightwater.example');
  return stage.tell(
    ['user.lifecycle.create', 'user.lifecycle.activate'].map((type, n) =>
      calls(type, at + n * SECOND, { targets: [made], uri: '/api/v1/users?activate=true' }),
    ),
  );
};
/** Somebody comes back from leave; an account is not made, as there is one of that name. */
const userBack = atDesk((stage) => [
  ['user.lifecycle.unsuspend', [stage.user(stage.one())]],
  ['user.lifecycle.reactivate', [stage.user(stage.one())]],
  [
    'user.lifecycle.create',
    [someone(stage, 'new.person@brightwater.example')],
    { ...REFUSED, reason: 'login: already exists' },
  ],
]);

/** The first administrator, who is not the one at work in the stories. */
function colleague(stage: Stage): Entity {
  const [first] = stage.people.some(1, ({ isAdmin }) => isAdmin) as [Person];
  return stage.user(first);
}

/** The account of an administrator who was suspended works again. */
const adminBack = fromElsewhere((stage) => [['user.lifecycle.unsuspend', [colleague(stage)]]]);
/** People come back from leave; an administrator goes on leave, and is not let back before it ends. */
const staffBack = atDesk((stage) => [
  ...stage.staff(3).map((person) => ['user.lifecycle.unsuspend', [stage.user(person)]] as const),
  ['user.lifecycle.suspend', [colleague(stage)]],
  ['user.lifecycle.unsuspend', [colleague(stage)], REFUSED],
]);

/** An administrator sets a password for somebody, and knows it. */
const passwordSet = shifted(
  atDesk((stage) => [['user.account.update_password', [stage.user(stage.one())], { uri: '/api/v1/users/password' }]]),
  4 * HOUR,
);
/** People change their own; the help desk sends one a link to do so. */
const passwordsOwn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { visit, before } = atConsole(stage, at);
  return stage.tell(
    stage.staff(3).map((person, n) =>
      stage.does(
        { ...stage.usual(person), network: officeNetwork(person.home) },
        'user.account.update_password',
        at + n * HOUR,
        {
          targets: [stage.user(person)],
        },
      ),
    ),
    before,
    stage.does(visit, 'user.account.reset_password', at + 5 * MINUTE, { targets: [stage.user(stage.one())] }),
    stage.does(visit, 'user.account.update_password', at + DAY, { targets: [visit.actor] }),
  );
};

/** Accounts that are made, brought back, changed and taken over. */
export const adminAccountDrills: Drills = {
  'okta-det-password-changed-by-admin': { attack: passwordSet, lookAlike: passwordsOwn },
  'okta-det-primary-email-changed': { attack: emailThenRecovery, lookAlike: emailAfterWedding },
  'okta-det-privileged-user-reactivated': { attack: adminBack, lookAlike: staffBack },
  'okta-det-profile-attribute-escalation': { attack: profileEscalates, lookAlike: profilesMaintained },
  'okta-det-support-reset-credential': { attack: resetBySupport, lookAlike: resetByJob },
  'okta-det-user-created': { attack: userByToken, lookAlike: userBack },
};
