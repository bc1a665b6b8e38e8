import { LINUX_FIREFOX } from '../life/agents';
import { hostingNetwork } from '../life/networks';
import { groupEntity } from '../life/people';
import { during, signIn } from '../life/session-events';
import { openConsole } from '../life/stay-events';
import type { Entity, EventDraft } from '../log-event';
import { atConsole } from './admin';
import { DAY, MINUTE, Stage, type Story } from './stage';

type More = Omit<Partial<EventDraft>, 'uuid' | 'type' | 'at'>;
/** What somebody does one after the other. */
export type Steps = (stage: Stage) => readonly (readonly [type: string, targets: readonly Entity[], more?: More])[];

export const thing = (type: string, id: string, displayName: string, more: Partial<Entity> = {}): Entity => ({
  ...{ id, type, alternateId: 'unknown', displayName },
  ...more,
});

/** An administrator's session from somewhere else does these things, one a minute. */
export function fromElsewhere(steps: Steps): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const admin = stage.admin();
    const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), rng.int(900)), LINUX_FIREFOX);
    return stage.tell(
      stage.arrives(stage.usual(admin), at - DAY, admin),
      stage.arrives(visit, at, admin, 0),
      openConsole(stage.world, visit, rng, at + 2 * MINUTE),
      steps(stage).map(([type, targets, more], n) =>
        stage.does(visit, type, at + (5 + n) * MINUTE, { targets, ...more }),
      ),
    );
  };
}

/** An administrator at the desk does these things. */
export function atDesk(steps: Steps): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const { visit, before } = atConsole(stage, at);
    return stage.tell(
      before,
      steps(stage).map(([type, targets, more], n) => stage.does(visit, type, at + n * MINUTE, { targets, ...more })),
    );
  };
}

const newIdp = ({ rng }: Stage): Entity => thing('IDP', `0ob${rng.hex(17)}`, 'Corporate partner');

/** A second front door: an identity provider, and the first who comes through it. */
export const idpCreated: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const idp = newIdp(stage);
  const made = fromElsewhere(() => [
    ['system.idp.lifecycle.create', [idp]],
    ['system.idp.lifecycle.activate', [idp]],
  ]);
  const person = stage.one();
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), rng.int(900)), LINUX_FIREFOX);
  const entered = during(visit, rng, 'user.authentication.auth_via_IDP', at + 30 * MINUTE, {
    ...{ targets: [stage.user(person), idp], issuer: { id: idp.id, type: 'SAML2' } },
    credential: { type: 'ASSERTION', provider: 'OKTA_CREDENTIAL_PROVIDER' },
  });
  return [
    ...made(org, at, rng),
    ...stage.tell(entered, signIn(stage.world, visit, rng, at + 30 * MINUTE + 400, null).slice(-3)),
  ];
};

/** An administrator tries to add one, and may not: nothing was created. */
export const idpRefused = atDesk((stage) => [
  ['system.idp.lifecycle.create', [newIdp(stage)], { outcome: 'FAILURE', reason: 'Not permitted' }],
]);

function app({ world, org }: Stage, n: number): Entity {
  const found = org.list('apps').find(org.idOf(`app-${n}`) ?? '');
  return found ? thing('AppInstance', found.id, String(found.label)) : world.dashboard;
}

/** Another org of the attacker's is joined to this one. */
export const org2orgAdded = fromElsewhere((stage) => {
  const target = thing('AppInstance', `0oa${stage.rng.hex(17)}`, 'Okta Org2Org');
  return [
    ['application.lifecycle.create', [target]],
    ['application.lifecycle.activate', [target]],
  ];
});

export const appAdded = atDesk((stage) => {
  const target = thing('AppInstance', `0oa${stage.rng.hex(17)}`, 'Canteen Menu');
  return [['application.lifecycle.create', [target]]];
});

function ruleChange(from: object, to: object): Steps {
  return ({ world }) => {
    const details = { from: { actions: from }, to: { actions: to } } as Entity['changeDetails'];
    return [['policy.rule.update', [world.policy, { ...world.rule, changeDetails: details }]]];
  };
}

const verification = (factorMode: string): object => ({ appSignOn: { verificationMethod: { factorMode } } });

/** A rule that asked for two factors asks for one. */
export const policyWeakened = fromElsewhere(ruleChange(verification('2FA'), verification('1FA')));
/** A rule gets another name. */
export const policyRenamed = atDesk(({ world }) => {
  const details = { from: { name: 'Everybody' }, to: { name: 'Everybody, always' } };
  return [['policy.rule.update', [world.policy, { ...world.rule, changeDetails: details }]]];
});

function zone({ org }: Stage, name: string, label: string): Entity {
  return thing('NetworkZone', org.idOf(name) ?? 'nzounknown', label);
}

/** The blocklist no longer blocks, and the offices' zone takes in an address of the attacker's. */
export const zoneWeakened = fromElsewhere((stage) => {
  const details = { from: { gateways: '192.0.2.0/25' }, to: { gateways: '192.0.2.0/25, 198.19.140.0/24' } };
  return [
    ['zone.remove_blacklist', [zone(stage, 'blocked-zone', 'BlockedIpZone')]],
    ['zone.update', [{ ...zone(stage, 'corporate-zone', 'Offices and VPN'), changeDetails: details }]],
  ];
});

/** A new office gets a zone. */
export const zoneAdded = atDesk(({ rng }) => [
  ['zone.create', [thing('NetworkZone', `nzo${rng.hex(17)}`, 'Office in Porto')]],
]);

function privilegedGroup({ org }: Stage): Entity {
  const group = org.list('groups').find(org.idOf('okta-administrators') ?? '');
  return group ? groupEntity(group) : thing('UserGroup', '00gunknown', 'Okta Administrators');
}

function ruleInto(group: (stage: Stage) => Entity): Steps {
  return (stage) => {
    const rule = thing('GroupRule', `0pr${stage.rng.hex(17)}`, 'Department sync');
    const member = stage.user(stage.one());
    return [
      ['group.user_membership.rule.trigger', [rule, group(stage)]],
      ['group.user_membership.add', [member, group(stage)], { reason: 'Rule Department sync' }],
    ];
  };
}

/** A rule that makes administrators of a department; or fills a team, as rules do. */
export const groupRule = fromElsewhere(ruleInto(privilegedGroup));
export const teamRule = atDesk(
  ruleInto((stage) => {
    const group = stage.org.list('groups').find(stage.org.idOf('team-1') ?? '');
    return group ? groupEntity(group) : thing('UserGroup', '00gunknown', 'Team');
  }),
);

const stream = ({ org }: Stage): Entity => thing('LogStream', org.idOf('siem-stream') ?? '0lsunknown', 'SIEM');

/** Nobody shall see: the log stream stops, then the hook. */
export const logStreamRemoved = fromElsewhere((stage) => [
  ['system.log_stream.lifecycle.deactivate', [stream(stage)]],
  ['system.log_stream.lifecycle.delete', [stream(stage)]],
]);
export const hookRemoved = fromElsewhere((stage) => {
  const hook = thing('EventHook', `who${stage.rng.hex(17)}`, 'Alerts');
  return [
    ['event_hook.deactivated', [hook]],
    ['event_hook.deleted', [hook]],
  ];
});

/** An application's picture is changed, beside which the stream goes on. */
export const appTouched = atDesk((stage) => [
  ['application.lifecycle.update', [app(stage, 1)]],
  ['group.profile.update', [privilegedGroup(stage)]],
]);
