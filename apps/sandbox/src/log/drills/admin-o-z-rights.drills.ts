import { GO_CLIENT } from '../life/agents';
import { anonymiser, hostingNetwork } from '../life/networks';
import type { Visit } from '../life/session-events';
import { atConsole } from '../attacks/admin';
import { HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing } from '../attacks/tampering';
import type { Entity, EventDraft } from '../log-event';
import { newToken, nightly, shifted, withToken } from './callers';
import type { Drills } from './drill';

const REFUSED = { outcome: 'FAILURE', reason: 'Access denied' } as const;

const role = ({ rng }: Stage, label: string): Entity => thing('ROLE', `irb${rng.hex(17)}`, label);
const granted = (privilegeGranted: string): Partial<EventDraft> => ({ debug: { privilegeGranted } });

/** Somebody of the staff is put among the administrators by hand. */
const memberAdded = fromElsewhere((stage) => [
  ['group.user_membership.add', [stage.group('okta-administrators'), stage.user(stage.one())]],
]);
/** Two join teams, one leaves the administrators, and one is refused them. */
const membersMoved = atDesk((stage) => {
  const admins = stage.group('okta-administrators');
  return [
    ['group.user_membership.add', [stage.user(stage.one()), stage.group('team-2')]],
    ['group.user_membership.add', [stage.user(stage.admin()), stage.group('team-3')]],
    ['group.user_membership.remove', [stage.user(stage.one()), admins]],
    ['group.user_membership.add', [stage.user(stage.one()), admins], REFUSED],
  ];
});

/** A rule makes administrators of whoever it matches, as it does at night. */
const ruleMakesAdmins: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const rule = thing('GroupRule', `0pr${rng.hex(17)}`, 'Contractors of the platform team');
  const admins = stage.group('okta-administrators');
  return stage.tell(
    stage.system('group.user_membership.rule.trigger', at, { targets: [rule, admins] }),
    stage.system('group.user_membership.add', at + 2 * SECOND, {
      targets: [admins, stage.user(stage.one())],
      reason: 'Group rule',
    }),
  );
}, -8 * HOUR);
/** A rule, whose name speaks of administrators, fills a team. */
const ruleFillsTeams: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const rule = thing('GroupRule', `0pr${rng.hex(17)}`, 'Administrators of laptops');
  const people = stage.staff(4).map((person) => stage.user(person));
  return stage.tell(
    stage.system('group.user_membership.rule.trigger', at, { targets: [rule, stage.group('team-7')] }),
    people.map((user, n) =>
      stage.system('group.user_membership.add', at + n * SECOND, { targets: [user, stage.group('team-7')] }),
    ),
  );
};

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
    ['group.user_membership.add', [self, stage.group('team-5')]],
    ['user.account.update_profile', [self]],
  ];
});

/** A whole team administers the organisation, named between two lesser roles. */
const teamMadeAdmin = fromElsewhere((stage) => {
  const label = 'Help Desk administrator, Organization administrator, Report administrator';
  return [
    ['group.privilege.grant', [stage.group('team-6'), role(stage, 'Organization administrator')], granted(label)],
  ];
});
/** Lesser roles, and the greatest refused. */
const lesserRoles = atDesk((stage) => [
  [
    'group.privilege.grant',
    [stage.group('team-6'), role(stage, 'Group administrator')],
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

/** Who may do what. */
export const adminRightDrills: Drills = {
  'okta-det-privileged-group-member-added': { attack: memberAdded, lookAlike: membersMoved },
  'okta-det-privileged-group-rule': { attack: ruleMakesAdmins, lookAlike: ruleFillsTeams },
  'okta-det-privileged-op-rare-source': { attack: adminElsewhere, lookAlike: adminAtDesk },
  'okta-det-self-grant': { attack: grantsThemselves, lookAlike: grantsOthers },
  'okta-det-superadmin-granted': { attack: teamMadeAdmin, lookAlike: lesserRoles },
  'okta-det-support-impersonation': { attack: supportProlonged, lookAlike: supportDone },
};
