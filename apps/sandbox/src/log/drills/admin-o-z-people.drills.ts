import { GO_CLIENT, LINUX_FIREFOX } from '../life/agents';
import { anonymiser, dataCentre, hostingNetwork, officeNetwork } from '../life/networks';
import { groupEntity, type Person } from '../life/people';
import type { Visit } from '../life/session-events';
import { atConsole } from '../attacks/admin';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing } from '../attacks/tampering';
import type { Entity, EventDraft } from '../log-event';
import { newToken, nightly, shifted, withToken } from './callers';
import type { Drills } from './drill';

const REFUSED = { outcome: 'FAILURE', reason: 'Access denied' } as const;

function group({ org }: Stage, name: string): Entity {
  const found = org.list('groups').find(org.idOf(name) ?? '');
  if (!found) throw new Error(`the story needs ${name}, the org has none`);
  return groupEntity(found);
}

const role = ({ rng }: Stage, label: string): Entity => thing('ROLE', `irb${rng.hex(17)}`, label);
const granted = (privilegeGranted: string): Partial<EventDraft> => ({ debug: { privilegeGranted } });

/** Somebody of the staff is put among the administrators by hand. */
const memberAdded = fromElsewhere((stage) => [
  ['group.user_membership.add', [group(stage, 'okta-administrators'), stage.user(stage.one())]],
]);
/** Two join teams, one leaves the administrators, and one is refused them. */
const membersMoved = atDesk((stage) => {
  const admins = group(stage, 'okta-administrators');
  return [
    ['group.user_membership.add', [stage.user(stage.one()), group(stage, 'team-2')]],
    ['group.user_membership.add', [stage.user(stage.admin()), group(stage, 'team-3')]],
    ['group.user_membership.remove', [stage.user(stage.one()), admins]],
    ['group.user_membership.add', [stage.user(stage.one()), admins], REFUSED],
  ];
});

/** An administrator's changes at their desk, a few each week for a month; `tell` says how it goes on. */
function administrator(tell: (stage: Stage, visit: Visit) => EventDraft[]): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const { visit, before } = atConsole(stage, at - HOUR);
    const before28 = nightly(stage, 28, (when, night) =>
      night % 3 === 0
        ? [
            stage.does(visit, 'policy.rule.update', when, { targets: [stage.world.policy, stage.world.rule] }),
            stage.does(visit, 'application.lifecycle.update', when + MINUTE, { targets: [stage.world.dashboard] }),
            stage.does(visit, 'user.account.privilege.revoke', when + 2 * MINUTE, {
              ...{ targets: [stage.user(stage.one()), role(stage, 'Report administrator')] },
              debug: { privilegeRevoked: 'Report administrator' },
            }),
          ]
        : [],
    );
    return stage.tell(before28, before, tell(stage, visit));
  };
}

/** From another country somebody goes on with the session. */
const adminElsewhere = administrator((stage, visit) => {
  const there = { ...visit, network: anonymiser(stage.farFrom(stage.admin()), stage.rng.int(3000)) };
  return [
    stage.does(there, 'user.account.privilege.grant', stage.at, {
      ...{ targets: [stage.user(stage.one()), role(stage, 'Application administrator')] },
      ...granted('Application administrator'),
    }),
  ];
});
/** The administrator goes on, in the office; and abroad reads their mail. */
const adminAtDesk = administrator((stage, visit) => {
  const abroad = { ...visit, network: hostingNetwork(stage.farFrom(stage.admin()), 77) };
  return [
    stage.does(visit, 'user.account.privilege.grant', stage.at, {
      ...{ targets: [stage.user(stage.one()), role(stage, 'Application administrator')] },
      ...granted('Application administrator'),
    }),
    ...stage.opens(abroad, stage.at + 2 * HOUR, stage.world.dashboard),
  ];
});

/** A profile that changes, and a rule that takes its owner into a group three minutes later. */
function ruleFollows(stage: Stage, changed: EventDraft, into: string): EventDraft[] {
  const [user] = changed.targets as [Entity];
  const targets = [user, group(stage, into)];
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

/** With a token of their own, somebody gives their own account more than it has. */
const grantsThemselves: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const self = stage.user(stage.one());
  const calls = withToken(stage, newToken(stage, 'me'), self, hostingNetwork(stage.farFrom(stage.one()), 4), GO_CLIENT);
  return stage.tell(
    calls('user.account.update_profile', at - 5 * MINUTE, { targets: [self] }),
    calls('user.account.privilege.grant', at, {
      ...{ targets: [role(stage, 'Group membership administrator'), self], uri: `/api/v1/users/${self.id}/roles` },
      ...granted('Group membership administrator'),
    }),
  );
};
/** An administrator gives a role to a colleague, gives one of their own back, and joins a team. */
const grantsOthers = atDesk((stage) => {
  const self = stage.user(stage.admin());
  return [
    [
      'user.account.privilege.grant',
      [stage.user(stage.one()), role(stage, 'Help desk administrator')],
      granted('Help desk administrator'),
    ],
    [
      'user.account.privilege.revoke',
      [self, role(stage, 'Report administrator')],
      { debug: { privilegeRevoked: 'Report administrator' } },
    ],
    ['group.user_membership.add', [self, group(stage, 'team-5')]],
    ['user.account.update_profile', [self]],
  ];
});

/** A whole team administers the organisation, named between two lesser roles. */
const teamMadeAdmin = fromElsewhere((stage) => {
  const label = 'Help Desk administrator, Organization administrator, Report administrator';
  return [
    ['group.privilege.grant', [group(stage, 'team-6'), role(stage, 'Organization administrator')], granted(label)],
  ];
});
/** Lesser roles, and the greatest refused. */
const lesserRoles = atDesk((stage) => [
  [
    'group.privilege.grant',
    [group(stage, 'team-6'), role(stage, 'Group administrator')],
    granted('Group administrator, Help Desk administrator'),
  ],
  [
    'user.account.privilege.grant',
    [stage.user(stage.one()), role(stage, 'API Access Management administrator')],
    granted('API Access Management administrator'),
  ],
  [
    'user.account.privilege.grant',
    [stage.user(stage.one()), role(stage, 'Super administrator')],
    { ...REFUSED, ...granted('Super administrator') },
  ],
]);

const SUPPORT = thing('User', '00u1k8dWmRz5TqvXn0h7', 'Okta Support', { alternateId: 'support.case@okta.com' });

/** Access for support is prolonged at night, and somebody of support comes in. */
const supportProlonged = shifted(
  fromElsewhere((stage) => {
    const targets = [thing('Org', stage.org.id, stage.org.subdomain)];
    return [
      ['user.session.impersonation.extend', targets],
      ['user.session.impersonation.initiate', targets, { actor: SUPPORT, session: undefined, dtHash: undefined }],
    ];
  }),
  14 * HOUR,
);
/** The case is closed: support ends its session, and its access is taken back. */
const supportDone = atDesk((stage) => {
  const targets = [thing('Org', stage.org.id, stage.org.subdomain)];
  return [
    ['user.session.impersonation.end', targets, { actor: SUPPORT, session: undefined, dtHash: undefined }],
    ['user.session.impersonation.revoke', targets],
  ];
});

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

/** A rule makes administrators of whoever it matches, as it does at night. */
const ruleMakesAdmins: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const rule = thing('GroupRule', `0pr${rng.hex(17)}`, 'Contractors of the platform team');
  const admins = group(stage, 'okta-administrators');
  return stage.tell(
    stage.system('group.user_membership.rule.trigger', at, { targets: [rule, admins] }),
    stage.system('group.user_membership.add', at + 2 * SECOND, {
      targets: [admins, stage.user(stage.one())],
      reason: 'Group rule',
    }),
  );
}, -8 * HOUR);
/** A rule fills teams; an administrator is added to the administrators by hand at a desk. */
const ruleFillsTeams: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const rule = thing('GroupRule', `0pr${rng.hex(17)}`, 'Administrators of laptops');
  const people = stage.staff(4).map((person) => stage.user(person));
  return stage.tell(
    stage.system('group.user_membership.rule.trigger', at, { targets: [rule, group(stage, 'team-7')] }),
    people.map((user, n) =>
      stage.system('group.user_membership.add', at + n * SECOND, { targets: [user, group(stage, 'team-7')] }),
    ),
  );
};

/** The account of an administrator who was suspended works again. */
const adminBack = fromElsewhere((stage) => [['user.lifecycle.unsuspend', [stage.user(stage.admin())]]]);
const staffBack = atDesk((stage) => [
  ...stage.staff(3).map((person) => ['user.lifecycle.unsuspend', [stage.user(person)]] as const),
  ['user.lifecycle.suspend', [stage.user(stage.admin())]],
  ['user.lifecycle.unsuspend', [stage.user(stage.admin())], REFUSED],
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

/** Who may do what, and who becomes somebody else. */
export const adminPeopleDrills: Drills = {
  'okta-det-password-changed-by-admin': { attack: passwordSet, lookAlike: passwordsOwn },
  'okta-det-primary-email-changed': { attack: emailThenRecovery, lookAlike: emailAfterWedding },
  'okta-det-privileged-group-member-added': { attack: memberAdded, lookAlike: membersMoved },
  'okta-det-privileged-group-rule': { attack: ruleMakesAdmins, lookAlike: ruleFillsTeams },
  'okta-det-privileged-op-rare-source': { attack: adminElsewhere, lookAlike: adminAtDesk },
  'okta-det-privileged-user-reactivated': { attack: adminBack, lookAlike: staffBack },
  'okta-det-profile-attribute-escalation': { attack: profileEscalates, lookAlike: profilesMaintained },
  'okta-det-self-grant': { attack: grantsThemselves, lookAlike: grantsOthers },
  'okta-det-superadmin-granted': { attack: teamMadeAdmin, lookAlike: lesserRoles },
  'okta-det-support-impersonation': { attack: supportProlonged, lookAlike: supportDone },
  'okta-det-support-reset-credential': { attack: resetBySupport, lookAlike: resetByJob },
  'okta-det-user-created': { attack: userByToken, lookAlike: userBack },
};
