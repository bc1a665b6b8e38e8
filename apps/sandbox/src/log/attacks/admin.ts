import { LINUX_FIREFOX } from '../life/agents';
import { anonymiser, homeNetwork, hostingNetwork, officeNetwork } from '../life/networks';
import { during, type Visit } from '../life/session-events';
import { openConsole } from '../life/stay-events';
import { groupEntity } from '../life/people';
import type { Entity, EventDraft } from '../log-event';
import { DAY, HOUR, MINUTE, Stage, type Story } from './stage';

/** The console's own evaluation of the sign-on policy, with what was new about the visit. */
function consoleEvaluated(stage: Stage, visit: Visit, at: number): EventDraft[] {
  const { world, rng } = stage;
  const evaluated = during(visit, rng, 'policy.evaluate_sign_on', at - 400, {
    ...{ outcome: 'ALLOW', reason: 'Sign-on policy evaluation resulted in ALLOW', uri: '/admin/app/saasure' },
    targets: [{ ...world.appPolicy, displayName: 'Okta Admin Console' }, world.appRule, world.adminConsole],
  });
  return [evaluated, ...openConsole(world, { ...visit, behaviors: [] }, rng, at)];
}

/** An administrator's console opened on a device and from an address that were never seen. */
export const consoleNewBehaviour: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const visit = stage.stranger(admin, anonymiser(stage.farFrom(admin), rng.int(900)), LINUX_FIREFOX);
  return stage.tell(
    stage.arrives(stage.usual(admin), at - 20 * HOUR, admin),
    stage.arrives(visit, at, admin, 0),
    consoleEvaluated(stage, visit, at + 2 * MINUTE),
  );
};

/** An administrator at home, with the laptop they have: a new address and nothing else. */
export const consoleFromHome: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const visit = {
    ...stage.usual(admin),
    network: homeNetwork(admin.home, admin.salt, rng.int(9)),
    behaviors: ['New IP'],
  };
  return stage.tell(stage.arrives(visit, at, admin, 0), consoleEvaluated(stage, visit, at + 2 * MINUTE));
};

/** The administrator at the desk, in the console. */
export function atConsole(stage: Stage, at: number): { readonly visit: Visit; readonly before: EventDraft[] } {
  const admin = stage.admin();
  const visit = { ...stage.usual(admin), network: officeNetwork(admin.home) };
  return {
    visit,
    before: [
      ...stage.arrives(visit, at - 9 * MINUTE, admin, 0),
      ...openConsole(stage.world, visit, stage.rng, at - 5 * MINUTE),
    ],
  };
}

function role(stage: Stage, label: string): Entity {
  return { id: `ra1${stage.rng.hex(17)}`, type: 'ROLE', alternateId: 'unknown', displayName: label };
}

function grant(kind: 'user.account' | 'group' | 'app.oauth2.client', target: (stage: Stage) => Entity): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const admin = stage.admin();
    const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), rng.int(900)), LINUX_FIREFOX);
    const label = 'Super administrator';
    return stage.tell(
      stage.arrives(stage.usual(admin), at - DAY, admin),
      stage.arrives(visit, at, admin, 0),
      openConsole(stage.world, visit, rng, at + 3 * MINUTE),
      stage.does(visit, `${kind}.privilege.grant`, at + 6 * MINUTE, {
        ...{ targets: [target(stage), role(stage, label)], debug: { privilegeGranted: label } },
        uri: '/api/internal/administrators',
      }),
    );
  };
}

const teamOf = (stage: Stage): Entity => {
  const group = stage.org.list('groups').find(stage.org.idOf('team-0') ?? '');
  return group
    ? groupEntity(group)
    : { id: '00gunknown', type: 'UserGroup', alternateId: 'unknown', displayName: 'Team' };
};

const serviceOf = (stage: Stage): Entity => {
  const app = stage.org.list('apps').find(stage.org.idOf('service-app-0') ?? '');
  const id = app?.id ?? `0oa${stage.rng.hex(17)}`;
  return { id, type: 'PublicClientApp', alternateId: id, displayName: String(app?.label ?? 'Service') };
};

/** Super administrator for a member of staff, a team, or a service app, by an administrator who is somewhere else. */
export const roleToUser = grant('user.account', (stage) => stage.user(stage.one()));
export const roleToGroup = grant('group', teamOf);
export const roleToClient = grant('app.oauth2.client', serviceOf);

/** A role taken away, by an administrator at the desk. */
function revoke(kind: 'user.account' | 'group' | 'app.oauth2.client', target: (stage: Stage) => Entity): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const { visit, before } = atConsole(stage, at);
    const label = 'Read-only administrator';
    return stage.tell(
      before,
      stage.does(visit, `${kind}.privilege.revoke`, at, {
        ...{ targets: [target(stage), role(stage, label)], debug: { privilegeRevoked: label } },
      }),
    );
  };
}

export const roleTakenFromUser = revoke('user.account', (stage) => stage.user(stage.one()));
export const roleTakenFromGroup = revoke('group', teamOf);
export const roleTakenFromClient = revoke('app.oauth2.client', serviceOf);

/** Okta's people let into the org with nobody having asked, and what they do there. */
export const supportAccess: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), rng.int(900)), LINUX_FIREFOX);
  const support: Entity = {
    id: `00u${rng.hex(17)}`,
    type: 'User',
    alternateId: 'support@okta.com',
    displayName: 'Okta Support',
  };
  const targets = [{ id: org.id, type: 'Org', alternateId: 'unknown', displayName: org.subdomain }];
  const by = { actor: support, transaction: { type: 'WEB' } as const, targets };
  return stage.tell(
    stage.arrives(visit, at - 6 * MINUTE, admin, 0),
    stage.does(visit, 'user.session.impersonation.grant', at, { targets }),
    stage.system('user.session.impersonation.initiate', at + 20 * MINUTE, by),
    stage.system('support.org.view', at + 24 * MINUTE, by),
    stage.system('support.org.update', at + 31 * MINUTE, by),
    stage.system('user.session.impersonation.end', at + 50 * MINUTE, by),
  );
};

/** Access that was given for a case is taken back. */
export const supportLeaves: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { visit, before } = atConsole(stage, at);
  const targets = [{ id: org.id, type: 'Org', alternateId: 'unknown', displayName: org.subdomain }];
  return stage.tell(before, stage.does(visit, 'user.session.impersonation.revoke', at, { targets }));
};
