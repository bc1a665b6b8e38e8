import { DAY, HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { doneBy } from '../doers';
import { by } from '../life/chores';
import type { Entity, EventDraft } from '../log-event';
import {
  atDesk,
  done,
  entityOfUser,
  fresh,
  group,
  known,
  newcomer,
  privilegedGroup,
  REFUSED,
  taken,
  thing,
  together,
  type Step,
} from './admin-scenes';
import type { Drills } from './drill';

function role(stage: Stage, label: string): Entity {
  return fresh(stage, 'ROLE', 'ra1', label);
}

function granted(
  stage: Stage,
  minute: number,
  holder: Entity,
  label: string,
  what: 'grant' | 'revoke' = 'grant',
  more: Partial<EventDraft> = {},
): Step {
  const kind = holder.type === 'UserGroup' ? 'group' : 'user.account';
  const debug: Record<string, string> = what === 'grant' ? { privilegeGranted: label } : { privilegeRevoked: label };
  return [minute, `${kind}.privilege.${what}`, [holder, role(stage, label)], { debug, ...more }];
}

const auditors = (stage: Stage): Entity => thing('RESOURCE_SET', `iam${stage.rng.hex(17)}`, 'Audited groups');

/** A service app makes an application administrator of a member of staff. */
const roleByProgram: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 5 * HOUR, rng);
  const program = by(doneBy(stage.people, { client: org.idOf('service-app-0') ?? '' }, stage.at), rng);
  const label = 'Application administrator';
  const holder = stage.user(stage.one());
  return stage.tell(
    stage.arrives(stage.usual(stage.one()), start, stage.one()),
    program('user.account.privilege.grant', stage.at, {
      targets: [holder, role(stage, label)],
      ...{ debug: { privilegeGranted: label }, uri: `/api/v1/users/${holder.id}/roles` },
    }),
  );
};

/** Somebody without the right to it tries to make administrators, and real ones lose their roles. */
const rolesRefused = atDesk((stage) => {
  const [first, second] = stage.staff(2).map(entityOfUser) as [Entity, Entity];
  const set = auditors(stage);
  return [
    granted(stage, 0, first, 'Help Desk administrator', 'grant', REFUSED),
    granted(stage, 3, group(stage, 'team-7'), 'Read-only administrator', 'grant', REFUSED),
    [4, 'iam.resourceset.bindings.add', [set, first], REFUSED],
    granted(stage, 30, second, 'Report administrator', 'revoke'),
    granted(stage, 33, group(stage, 'team-11'), 'Help Desk administrator', 'revoke'),
    [35, 'iam.resourceset.bindings.delete', [set, second]],
  ];
});

const groupMadeAdmin = taken(
  (stage) => [granted(stage, 26, group(stage, 'team-9'), 'Group membership administrator')],
  8,
);

/** A person becomes an administrator, a group stops being one, and another one does not become one. */
const groupNotMadeAdmin = atDesk((stage) => [
  granted(stage, 2, group(stage, 'team-12'), 'Help Desk administrator', 'grant', REFUSED),
  granted(stage, 4, group(stage, 'team-13'), 'Report administrator', 'revoke'),
  granted(stage, 9, stage.user(stage.one()), 'Report administrator'),
  [12, 'group.user_membership.add', [stage.user(stage.one()), group(stage, 'team-12')]],
]);

const auditorRole = ({ org }: Stage): Entity =>
  thing('CUSTOM_ROLE', org.idOf('auditor-role') ?? 'cr0unknown', 'Directory auditor');

function permission(stage: Stage, minute: number, what: 'add' | 'delete', name: string): Step {
  const targets = [auditorRole(stage), thing('PERMISSION', name, name)];
  return [minute, `iam.role.permissions.${what}`, targets, { debug: { permission: name } }];
}

/** A role that reads gets to set passwords. */
const roleWidened = taken((stage) => [permission(stage, 17, 'add', 'okta.users.credentials.manage')]);

/** Roles are made smaller and given away, and one is not made. */
const roleNarrowed = atDesk((stage) => [
  permission(stage, 0, 'delete', 'okta.groups.read'),
  [3, 'iam.resourceset.bindings.delete', [auditors(stage), stage.user(stage.one())]],
  [6, 'iam.resourceset.bindings.add', [auditors(stage), stage.user(stage.one())]],
  [10, 'iam.role.delete', [fresh(stage, 'CUSTOM_ROLE', 'cr0', 'Trial role')]],
  [14, 'iam.role.create', [fresh(stage, 'CUSTOM_ROLE', 'cr0', 'Leaf')], REFUSED],
]);

/** Within three hours a member of staff is super administrator, takes a colleague's factors, and is one no more. */
const adminForAMoment: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 10 * HOUR, rng);
  const [puppet, victim] = stage.staff(2) as [ReturnType<Stage['one']>, ReturnType<Stage['one']>];
  const own = stage.usual(puppet);
  const label = 'Super administrator';
  return [
    ...taken((late) => [granted(late, 0, stage.user(puppet), label)], 10)(org, start, rng),
    ...stage.tell(
      stage.arrives(own, stage.at + 20 * MINUTE, puppet, 1),
      done(stage, own, [[41, 'user.mfa.factor.reset_all', [stage.user(victim)]]]),
    ),
    ...atDesk((later) => [granted(later, 0, stage.user(puppet), label, 'revoke')])(org, stage.at + 170 * MINUTE, rng),
  ];
};

/**
 * A colleague for whom a role is granted, who enrols the key it asks for, and does not need it after all; another who is
 * on the help desk for a day; and one whose role is taken after somebody else did the work.
 */
const adminForADay: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [idle, daily, third, victim] = stage.staff(4).map((person) => ({ person, entity: stage.user(person) }));
  if (!idle || !daily || !third || !victim) return [];
  const label = 'Help Desk administrator';
  const day = stage.usual(daily.person);
  return [
    ...atDesk((desk) => [
      granted(desk, 0, idle.entity, label),
      granted(desk, 2, daily.entity, label),
      granted(desk, 4, third.entity, label),
      [90, 'user.account.reset_password', [victim.entity]],
      granted(desk, 120, idle.entity, label, 'revoke'),
      granted(desk, 125, third.entity, label, 'revoke'),
      granted(desk, 550, daily.entity, label, 'revoke'),
    ])(org, at, rng),
    ...stage.tell(
      stage.arrives(stage.usual(idle.person), at + 5 * MINUTE, idle.person),
      done(stage, stage.usual(idle.person), [
        [25, 'user.mfa.factor.activate', [idle.entity], { debug: { factor: 'FIDO_WEBAUTHN' } }],
        [26, 'user.account.update_password', [idle.entity]],
      ]),
      stage.arrives(day, at + 10 * MINUTE, daily.person),
      done(stage, day, [
        [40, 'user.account.reset_password', [victim.entity]],
        [300, 'user.account.unlock_by_admin', [victim.entity]],
      ]),
    ),
  ];
};

/** An account lives for nineteen hours, and is an administrator for most of them. */
const ghostAdmin = taken((stage) => {
  const ghost = newcomer(stage, 'Robin Ghost');
  return [
    [0, 'user.lifecycle.create', [ghost]],
    [1, 'user.lifecycle.activate', [ghost]],
    granted(stage, 44, ghost, 'Organization administrator'),
    [19 * 60, 'user.lifecycle.deactivate', [ghost]],
  ];
}, 2);

/** A new administrator who stays, a trial account that is none, one who leaves after a week, and a refused one. */
const newColleagues: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [stays, trial, week, refused] = ['Ada Stay', 'Tom Trial', 'Wim Week', 'Rut Refused'].map((name) =>
    newcomer(stage, name),
  ) as [Entity, Entity, Entity, Entity];
  const label = 'Report administrator';
  return together(
    atDesk((desk) => [
      ...[stays, trial, refused].map((user, n): Step => [n * 3, 'user.lifecycle.create', [user]]),
      granted(desk, 40, stays, label),
      granted(desk, 44, refused, label, 'grant', REFUSED),
      [70, 'user.lifecycle.deactivate', [trial]],
      [75, 'user.lifecycle.deactivate', [refused]],
      [80, 'user.lifecycle.deactivate', [week]],
    ]),
    (of, now, draws) =>
      atDesk((desk) => [[0, 'user.lifecycle.create', [week]], granted(desk, 30, week, label)])(
        of,
        now - 7 * DAY,
        draws,
      ),
  )(org, at, rng);
};

function owner(stage: Stage, of: Entity): readonly Entity[] {
  const person = stage.user(stage.one());
  return [thing('ResourceOwner', person.id, person.displayName), of];
}

const groupOwned = taken((stage) => [[31, 'resource.owner.update', owner(stage, privilegedGroup(stage))]], 1);

/** A team gets an owner, and the privileged group a description. */
const teamOwned = atDesk((stage) => [
  [0, 'resource.owner.update', owner(stage, group(stage, 'team-4'))],
  [5, 'group.profile.update', [privilegedGroup(stage)]],
]);

/** Somebody with the session of one administrator expires the password of another. */
const adminExpired = taken(
  (stage) => [[22, 'user.account.expire_password', [entityOfUser(known(stage, 'admin-0'))]]],
  9,
);

/** Help for two of the staff, the policy's expiry of an administrator's password, and what one does to one's own. */
const staffHelped: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const other = known(stage, 'admin-0');
  return [
    ...atDesk((desk, visit) => [
      ...desk.staff(2).map((person, n): Step => [n * 7, 'user.account.reset_password', [entityOfUser(person)]]),
      [40, 'user.account.reset_password', [visit.actor]],
    ])(org, at, rng),
    ...stage.tell(stage.system('user.account.expire_password', at - 9 * HOUR, { targets: [entityOfUser(other)] })),
  ];
};

/** Who administers, and who may. */
export const adminRoleDrills: Drills = {
  'okta-det-admin-role-granted': { attack: roleByProgram, lookAlike: rolesRefused },
  'okta-det-group-admin-granted': { attack: groupMadeAdmin, lookAlike: groupNotMadeAdmin },
  'okta-det-custom-role-changed': { attack: roleWidened, lookAlike: roleNarrowed },
  'okta-det-grant-then-act-then-revoke': { attack: adminForAMoment, lookAlike: adminForADay },
  'okta-det-create-admin-delete': { attack: ghostAdmin, lookAlike: newColleagues },
  'okta-det-group-owner-changed': { attack: groupOwned, lookAlike: teamOwned },
  'okta-det-admin-password-reset-by-other': { attack: adminExpired, lookAlike: staffHelped },
};
