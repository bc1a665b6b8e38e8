import type { GraphView, HeldRole, NodeIndex } from '@posture/domain';
import { customRolePermissions } from '../privilege/compute-privilege';
import { ROLE_SCOPE, activeScopes, integrationScopes } from '../privilege/tiers';
import {
  beneathBarrier,
  customerApps,
  livingUsers,
  managedGroups,
  usersOfGroup,
  usersOfRealm,
  usersWithoutRole,
} from './barrier';
import type { DeriveContext } from './barrier';
import {
  INTEGRATION_CAPABILITIES,
  PERMISSIONS,
  SCOPES,
  STANDARD_ROLES,
  SUPER_ADMIN_CLIENT,
  TAKEOVER_SCOPES,
} from './capabilities';
import type { Capability } from './capabilities';
import { EVERYTHING, instancesOf, resourceSetSelection } from './selection';
import type { Selection } from './selection';

/** One capability a principal has over some objects, and what gives it. */
interface Power {
  readonly principal: NodeIndex;
  readonly capability: Capability;
  readonly over: Selection;
  readonly via: string;
  /** Scopes a client acts with; null for whoever needs none. */
  readonly scopes: readonly string[] | null;
}

/** Edges of administrators and clients over users, groups, applications, secrets and settings. */
export function adminEdges(context: DeriveContext, drivingAttributes: readonly NodeIndex[]): void {
  const { view, privilege } = context;
  for (const principal of privilege.holders()) {
    if (!canAct(view, principal)) continue;
    const scopes = clientScopes(view, principal);
    for (const role of privilege.heldRoles(principal)) {
      if (role.direct) roleEdges(context, principal, role, scopes, drivingAttributes);
    }
  }
  for (const integration of view.ofKind('ServiceIntegration'))
    integrationEdges(context, integration, drivingAttributes);
}

function canAct(view: GraphView, principal: NodeIndex): boolean {
  const { status } = view.props(principal);
  return view.kind(principal) === 'App' ? status !== 'INACTIVE' && status !== 'DELETED' : status !== 'DEPROVISIONED';
}

/** A client needs a scope beside its role; a person does not. */
function clientScopes(view: GraphView, principal: NodeIndex): readonly string[] | null {
  if (view.kind(principal) === 'App') return activeScopes(view, principal);
  return view.kind(principal) === 'ServiceIntegration' ? integrationScopes(view, principal) : null;
}

function roleEdges(
  context: DeriveContext,
  principal: NodeIndex,
  role: HeldRole,
  scopes: readonly string[] | null,
  attributes: readonly NodeIndex[],
): void {
  const { view } = context;
  const assignment = view.key(role.assignment);
  if (role.type === 'SUPER_ADMIN') {
    const takeover = scopes?.find((scope) => TAKEOVER_SCOPES.includes(scope));
    if (scopes === null || takeover !== undefined) {
      const with_ = takeover === undefined ? '' : ` with ${takeover}`;
      controlsTenant(context, principal, `SUPER_ADMIN by ${assignment}${with_}`);
      return;
    }
    for (const capability of SUPER_ADMIN_CLIENT) {
      powerEdges(
        context,
        { principal, capability, over: EVERYTHING, via: `SUPER_ADMIN by ${assignment}`, scopes },
        attributes,
      );
    }
    return;
  }
  const standard = STANDARD_ROLES[role.type];
  if (standard !== undefined) {
    const over = standardSelection(view, role.assignment, standard.narrowedTo);
    if (over === null) return;
    for (const capability of standard.can) {
      powerEdges(context, { principal, capability, over, via: `${role.type} by ${assignment}`, scopes }, attributes);
    }
    return;
  }
  for (const custom of view.out(role.assignment, 'OF_ROLE')) {
    const over = customSelection(view, role.assignment);
    if (view.kind(custom) !== 'CustomRole' || over === null) continue;
    for (const permission of customRolePermissions(view, custom) ?? []) {
      const via = `${permission} of ${view.name(custom) ?? view.key(custom)} by ${assignment}`;
      for (const capability of PERMISSIONS[permission] ?? []) {
        powerEdges(context, { principal, capability, over, via, scopes }, attributes);
      }
    }
  }
}

function integrationEdges(context: DeriveContext, integration: NodeIndex, attributes: readonly NodeIndex[]): void {
  const scopes = integrationScopes(context.view, integration);
  if (scopes.includes(ROLE_SCOPE)) controlsTenant(context, integration, `scope ${ROLE_SCOPE}`);
  for (const capability of INTEGRATION_CAPABILITIES) {
    powerEdges(context, { principal: integration, capability, over: EVERYTHING, via: 'scope', scopes }, attributes);
  }
}

function controlsTenant({ view, edges }: DeriveContext, principal: NodeIndex, via: string): void {
  for (const org of view.ofKind('Org'))
    edges.add('SUPER_ADMIN_OF', view.key(principal), view.key(org), via, 'complete');
}

/** Null when it is not known what the assignment was narrowed to. */
function standardSelection(
  view: GraphView,
  assignment: NodeIndex,
  narrowedTo: 'groups' | 'apps' | null,
): Selection | null {
  if (narrowedTo === null) return EVERYTHING;
  const { targets, targetApps } = view.props(assignment);
  const named = view.out(assignment, 'SCOPED_TO');
  const groups = named.filter((node) => view.kind(node) === 'Group');
  const catalogue = Array.isArray(targetApps)
    ? targetApps.flatMap((name) => (typeof name === 'string' ? instancesOf(view, name) : []))
    : [];
  const apps = [...new Set([...named.filter((node) => view.kind(node) === 'App'), ...catalogue])].sort((a, b) => a - b);
  if (targets === 'all') return EVERYTHING;
  if (targets !== 'listed' && groups.length === 0 && apps.length === 0) return null;
  return {
    ...EVERYTHING,
    users: { ofGroups: groups, ofRealms: [], named: [] },
    groups,
    apps,
  };
}

/** The union of the assignment's resource sets; null when none of them was read. */
function customSelection(view: GraphView, assignment: NodeIndex): Selection | null {
  const [set] = view.out(assignment, 'SCOPED_TO').filter((node) => view.kind(node) === 'ResourceSet');
  if (set !== undefined) return resourceSetSelection(view, set);
  const { resourceSetId } = view.props(assignment);
  const named = typeof resourceSetId === 'string' ? view.indexOf(`ResourceSet:${resourceSetId}`) : -1;
  return named < 0 ? null : resourceSetSelection(view, named);
}

function powerEdges(context: DeriveContext, power: Power, attributes: readonly NodeIndex[]): void {
  const { capability, over, scopes } = power;
  const scope = scopes === null ? null : scopes.find((held) => SCOPES[capability].includes(held));
  if (scope === undefined) return;
  const via = scope === null ? power.via : power.via === 'scope' ? `scope ${scope}` : `${power.via} with ${scope}`;
  const granted = { ...power, via };
  switch (capability) {
    case 'CAN_MANAGE_USER':
    case 'CAN_RESET_PASSWORD':
    case 'CAN_RESET_FACTORS':
      return overUsers(context, granted);
    case 'CAN_WRITE_ATTRIBUTE':
      return overAttributes(context, granted, attributes);
    case 'CAN_ADD_MEMBER':
      return overGroups(context, granted);
    case 'CAN_MANAGE_APP':
      return overApps(context, granted);
    case 'CAN_READ_SECRET':
      return overSecrets(context, granted);
    case 'CAN_MANAGE_DEVICE':
      return overDevices(context, granted);
    case 'CAN_MANAGE_POLICY':
      return overEach(context, granted, over.policies === 'all' ? context.view.ofKind('Policy') : over.policies);
    case 'CAN_MANAGE_IDP':
      return overEach(context, granted, over.idps === 'all' ? context.view.ofKind('IdP') : over.idps);
    case 'CAN_MANAGE_AUTHSERVER':
      return overEach(
        context,
        granted,
        over.authServers === 'all' ? context.view.ofKind('AuthServer') : over.authServers,
      );
    case 'CAN_MANAGE_HOOK':
      return overHooks(context, granted);
  }
}

function overUsers(context: DeriveContext, { principal, capability, over: { users }, via }: Power): void {
  const { view, edges } = context;
  const src = view.key(principal);
  if (users === 'all') {
    edges.add(capability, src, usersWithoutRole(context), via, 'complete');
    return;
  }
  for (const group of users.ofGroups) edges.add(capability, src, usersOfGroup(context, group), via, 'complete');
  for (const realm of users.ofRealms) edges.add(capability, src, usersOfRealm(context, realm), via, 'complete');
  for (const { key, inputs } of beneathBarrier(context, livingUsers(view, users.named))) {
    edges.add(capability, src, key, via, inputs);
  }
}

function overGroups(context: DeriveContext, { principal, capability, over: { groups }, via }: Power): void {
  const { view, edges, sets } = context;
  const src = view.key(principal);
  if (groups === 'all') {
    const set = sets.target('groups-without-role', 'groups that give no admin role', () =>
      beneathBarrier(context, managedGroups(view, view.ofKind('Group'))),
    );
    edges.add(capability, src, set, via, 'complete');
    return;
  }
  for (const { key, inputs } of beneathBarrier(context, managedGroups(view, groups))) {
    edges.add(capability, src, key, via, inputs);
  }
}

function overApps(context: DeriveContext, { principal, capability, over: { apps }, via }: Power): void {
  const { view, edges, sets } = context;
  const src = view.key(principal);
  if (apps === 'all') {
    const set = sets.target('apps-without-role', 'applications without an admin role', () =>
      beneathBarrier(context, customerApps(view, view.ofKind('App'))),
    );
    edges.add(capability, src, set, via, 'complete');
    return;
  }
  for (const { key, inputs } of beneathBarrier(context, customerApps(view, apps))) {
    edges.add(capability, src, key, via, inputs);
  }
}

/** No barrier here: whoever may read secrets reads those of privileged applications too. */
function overSecrets(
  { view, edges, sets }: DeriveContext,
  { principal, capability, over: { apps }, via }: Power,
): void {
  const src = view.key(principal);
  const opens = (node: NodeIndex) => view.kind(node) === 'ClientSecret' && view.props(node).status !== 'INACTIVE';
  const secretsOf = (app: NodeIndex) => view.in(app, 'CREDENTIAL_OF').filter(opens);
  if (apps !== 'all') {
    for (const app of apps) {
      for (const secret of secretsOf(app)) edges.add(capability, src, view.key(secret), via, 'complete');
    }
    return;
  }
  if (view.ofKind('ClientSecret').length === 0) return;
  const set = sets.target('client-secrets', 'client secrets of all applications', () =>
    view
      .ofKind('ClientSecret')
      .filter((secret) => opens(secret) && view.out(secret, 'CREDENTIAL_OF').some((app) => view.kind(app) === 'App'))
      .map((secret) => ({ key: view.key(secret), inputs: 'complete' })),
  );
  edges.add(capability, src, set, via, 'complete');
}

function overDevices({ view, edges, sets }: DeriveContext, { principal, capability, over, via }: Power): void {
  const src = view.key(principal);
  if (over.devices !== 'all') {
    for (const device of over.devices) edges.add(capability, src, view.key(device), via, 'complete');
    return;
  }
  if (view.ofKind('Device').length === 0) return;
  const set = sets.target('devices', 'all devices', () =>
    view.ofKind('Device').map((device) => ({ key: view.key(device), inputs: 'complete' })),
  );
  edges.add(capability, src, set, via, 'complete');
}

function overEach(
  { view, edges }: DeriveContext,
  { principal, capability, via }: Power,
  nodes: readonly NodeIndex[],
): void {
  for (const node of nodes) edges.add(capability, view.key(principal), view.key(node), via, 'complete');
}

/** Event and inline hooks have a scope each. */
function overHooks(context: DeriveContext, power: Power): void {
  const { view } = context;
  const hooks = power.over.hooks === 'all' ? view.ofKind('Hook') : power.over.hooks;
  const reached = hooks.filter((hook) => {
    if (power.scopes === null) return true;
    const { hookType } = view.props(hook);
    return power.scopes.includes(hookType === 'inline' ? 'okta.inlineHooks.manage' : 'okta.eventHooks.manage');
  });
  overEach(context, power, reached);
}

/** A group does not write; its members do. */
function overAttributes(context: DeriveContext, power: Power, attributes: readonly NodeIndex[]): void {
  const { view, edges } = context;
  const { users } = power.over;
  const nobody = users !== 'all' && users.named.length + users.ofGroups.length + users.ofRealms.length === 0;
  if (nobody || attributes.length === 0) return;
  const writers =
    view.kind(power.principal) === 'Group'
      ? livingUsers(view, view.in(power.principal, 'MEMBER_OF'))
      : [power.principal];
  for (const writer of writers) {
    for (const attribute of attributes) {
      edges.add('CAN_WRITE_ATTRIBUTE', view.key(writer), view.key(attribute), power.via, 'complete');
    }
  }
}
