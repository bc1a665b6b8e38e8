import type { Change, GraphView } from '@posture/domain';
import type { Change as OrgChange, SandboxOrg } from '../../apps/sandbox/src/org';

/** Does in a sandbox org what a fix says, as an administrator would do it in Okta. */
export function doIt(org: SandboxOrg, view: GraphView, change: Change): void {
  for (const each of orgChanges(view, change)) org.mutate(each);
}

function orgChanges(view: GraphView, { action, object, parts }: Change): OrgChange[] {
  const idOf = (key: string) => view.externalId(view.indexOf(key));
  const id = idOf(object);
  const props = view.props(view.indexOf(object));
  const removeEach = (collection: string, nameOf: (part: string) => string): OrgChange[] =>
    parts.map((part) => ({ op: 'remove', collection, id: nameOf(part) }));
  const patch = (collection: string, value: Record<string, unknown>): OrgChange[] => [
    { op: 'patch', collection, id, patch: value },
  ];
  switch (action) {
    case 'okta.role-assignment.remove':
      return removeEach('roles', idOf);
    case 'okta.group.remove-owner':
      return removeEach('owners', (part) => `${id}/${idOf(part)}`);
    case 'okta.group.remove-member':
      return removeEach('members', (part) => `${id}/${idOf(part)}`);
    case 'okta.api-token.revoke':
      return [{ op: 'remove', collection: 'tokens', id }];
    case 'okta.app-grant.revoke':
      return removeEach('grants', (part) => `${id}/${idOf(part)}`);
    case 'okta.user.suspend':
      return patch('users', { status: 'SUSPENDED', statusChanged: view.at.toISOString() });
    case 'okta.idp.stop-auto-link':
      return patch('idps', { policy: { accountLink: { action: 'DISABLED' } } });
    case 'okta.idp.stop-group-assignment': {
      const { policy } = props as { policy: { provisioning: { groups: Record<string, unknown> } } };
      const without = (list: unknown) =>
        Array.isArray(list) ? list.filter((group) => !parts.map(idOf).includes(String(group))) : list;
      const { assignments, filter } = policy.provisioning.groups;
      return patch('idps', {
        policy: { provisioning: { groups: { assignments: without(assignments), filter: without(filter) } } },
      });
    }
    case 'okta.hook.deactivate':
      return patch(props['hookType'] === 'inline' ? 'inlineHooks' : 'eventHooks', { status: 'INACTIVE' });
    case 'okta.group-rule.deactivate':
      return patch('groupRules', { status: 'INACTIVE' });
    case 'okta.attribute.set-read-only':
      return [
        {
          op: 'add',
          collection: 'attributes',
          object: { name: props['name'], type: props['typeId'], permission: 'READ_ONLY' },
        },
      ];
    case 'okta.org.disable-third-party-admin':
      return patch('settings', { thirdPartyAdmin: false });
    case 'okta.org.disable-client-superadmin-default':
      return patch('settings', { clientPrivilegesSetting: false });
    case 'okta.org.disable-admin-console-auto-assign':
      return patch('settings', { autoAssignAdminAppSetting: false });
    case 'okta.org.revoke-support-access':
      return patch('settings', { support: 'DISABLED', expiration: null });
    default:
      throw new RangeError(`nobody can do ${action} in the sandbox yet`);
  }
}
