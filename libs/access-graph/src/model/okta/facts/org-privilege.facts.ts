import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, NodeIndex, NodeKind } from '@posture/domain';
import { ORG_PRIVILEGE_FACTS } from '../fact-schema/org-privilege.facts';
import { daysSince } from '../../../facts/when-read';
import { inactivityAutomationDays } from './inactivity-automation';
import { unreadList } from '../../../facts/list-coverage';
import { breakGlassUsers } from './marked-groups';
import { boundedBy, mergedNeeds, tenantRoleNeeds } from './role-facts';
import { settingValue } from './setting';
import { strongestFactorAal } from './user-factors.facts';

const DIRECTORIES = new Set<unknown>(['ACTIVE_DIRECTORY', 'LDAP']);

/** The tenant is one subject, so everything is computed with it. */
export const orgPrivilegeFacts: FactSet<null> = {
  kind: 'Org',
  schema: ORG_PRIVILEGE_FACTS,
  prepare: () => null,
  compute: (context) => ({
    ...holderFacts(context),
    ...breakGlassFacts(context),
    ...settingFacts(context),
    inactivityAutomationDays: inactivityAutomationDays(context.view),
    oktaSourcedUserCount: boundedBy(
      activeUsers(context).filter((user) => !DIRECTORIES.has(context.view.props(user)['providerType'])).length,
      unreadList(context.view.coverage, 'users'),
    ),
  }),
};

function holderFacts(context: FactContext): Facts {
  const { view, privilege } = context;
  const needs = tenantRoleNeeds(context);
  const usersNeeds = unreadList(view.coverage, 'users');
  let superAdmins = 0;
  let admins = 0;
  for (const holder of privilege.holders()) {
    const kind = view.kind(holder);
    // A group holds for its members, who are counted themselves.
    if (kind === 'Group') continue;
    const { status } = view.props(holder);
    if (kind !== 'ServiceIntegration' && !mayAct(kind, status)) continue;
    if (kind === 'User') admins++;
    if (privilege.heldRoles(holder).some((role) => role.type === 'SUPER_ADMIN')) superAdmins++;
  }
  const users = view.ofKind('User').filter((user) => mayAct('User', view.props(user)['status'])).length;
  return {
    superAdminCount: boundedBy(superAdmins, needs),
    adminCount: boundedBy(admins, needs),
    // Unread users would lower the share, so it is no lower bound then.
    adminPercent:
      usersNeeds.length > 0 ? new Unknown(usersNeeds) : boundedBy(users === 0 ? 0 : (100 * admins) / users, needs),
  };
}

/** Users who can be in again in a minute by themselves or a help desk hold what they hold. */
const AT_THE_DOOR = new Set<unknown>(['ACTIVE', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY']);

function mayAct(kind: NodeKind, status: unknown): boolean {
  return kind === 'User' ? AT_THE_DOOR.has(status) : status === 'ACTIVE';
}

function breakGlassFacts(context: FactContext): Facts {
  const { view } = context;
  const { members, needs } = breakGlassUsers(context);
  const active = [...members].filter((user) => view.props(user)['status'] === 'ACTIVE');
  let weak = 0;
  const open: FactNeed[] = [...needs];
  for (const user of active) {
    const strongest = strongestFactorAal(context, user);
    if (strongest instanceof Unknown) open.push(...strongest.needs);
    else if (strongest instanceof AtLeast) {
      if (Number(strongest.value) < 3) open.push(...strongest.needs);
    } else if (Number(strongest) < 3) weak++;
  }
  return {
    breakGlassUserCount: boundedBy(active.length, needs),
    weakBreakGlassUserCount: boundedBy(weak, open.length === 0 ? open : mergedNeeds(open)),
  };
}

function settingFacts(context: FactContext): Facts {
  const flag = (resource: string, name: string): FactValue =>
    settingValue(context.view, resource, (document) => booleanOf(document[name]));
  return {
    thirdPartyAdminEnabled: flag('org-third-party-admin', 'thirdPartyAdmin'),
    newClientsGetSuperAdmin: flag('org-client-privileges', 'clientPrivilegesSetting'),
    adminConsoleAutoAssigned: flag('org-admin-app-assignment', 'autoAssignAdminAppSetting'),
    ...supportFacts(context),
  };
}

function supportFacts({ view, asOf }: FactContext): Facts {
  const ask = (answer: (open: boolean, hoursLeft: number | null) => FactValue): FactValue =>
    settingValue(view, 'org-support-access', ({ support, expiration }) => {
      if (typeof support !== 'string') return undefined;
      const sinceEnd = daysSince(asOf, expiration);
      const open = support === 'ENABLED' && (sinceEnd === null || sinceEnd < 0);
      return answer(open, open && sinceEnd !== null ? -sinceEnd * 24 : null);
    });
  return { supportAccessOpen: ask((open) => open), supportAccessHoursLeft: ask((_, hoursLeft) => hoursLeft) };
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function activeUsers({ view }: FactContext): NodeIndex[] {
  return view.ofKind('User').filter((user) => view.props(user)['status'] === 'ACTIVE');
}
