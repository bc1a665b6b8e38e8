import type { Edit, GraphView, JsonObject, NodeIndex } from '@posture/domain';
import { itemsOf, pick, textOf } from '../../../facts/wire';
import { change, named, set } from './act';
import type { Act } from './act';
import { idpReach } from '../privilege/idp-reach';

export const STOP_AUTO_LINK = 'okta.idp.stop-auto-link';
export const STOP_GROUP_ASSIGNMENT = 'okta.idp.stop-group-assignment';
export const CLOSE_ATTRIBUTE = 'okta.attribute.set-read-only';
export const DEACTIVATE_GROUP_RULE = 'okta.group-rule.deactivate';

/** Acts that set something otherwise: users, identity providers, hooks, attributes, rules, settings of the tenant. */
export const SETTING_ACTS: Readonly<Record<string, Act>> = {
  'okta.user.suspend': {
    of: ({ view }, user) => (view.kind(user) === 'User' ? [change(view, 'okta.user.suspend', user)] : []),
    edit: (view, user) =>
      view.props(user)['status'] === 'SUSPENDED'
        ? {}
        : set(view, user, { status: 'SUSPENDED', statusChanged: view.at.toISOString() }),
    words: ({ view }, user) => ({
      title: `Suspend ${named(view, user)}`,
      steps: [
        `Open ${named(view, user)} and choose More Actions > Suspend.`,
        'Deactivate the account once nobody has missed it for a month.',
      ],
      page: `/admin/user/profile/view/${view.externalId(user)}`,
      losses: [{ subject: view.key(user), loses: 'signing in' }],
    }),
  },
  [STOP_AUTO_LINK]: {
    of: ({ view }, idp) => (idpReach(view, idp) === null ? [] : [change(view, STOP_AUTO_LINK, idp)]),
    edit: (view, idp) =>
      policyOf(view, idp, (policy) => ({
        ...policy,
        accountLink: { ...objectOf(policy['accountLink']), action: 'DISABLED' },
      })),
    words: ({ view }, idp) => ({
      title: `Turn off automatic account linking of identity provider ${named(view, idp)}`,
      steps: [
        `Open Security > Identity Providers, edit ${named(view, idp)}.`,
        'Set Account Link Policy to Disabled. Users who are linked already stay linked.',
      ],
      page: '/admin/access/identity-providers',
      losses: [{ subject: view.key(idp), loses: 'being joined by itself to a user it was not joined to before' }],
    }),
  },
  [STOP_GROUP_ASSIGNMENT]: {
    of: ({ view }, idp) =>
      view.out(idp, 'ASSIGNS_GROUP').map((group) => change(view, STOP_GROUP_ASSIGNMENT, idp, [group])),
    edit: (view, idp, groups) => {
      const gone = new Set(groups.map((group) => view.externalId(group)));
      const kept = (value: JsonObject[string]) => itemsOf(value).filter((id) => !gone.has(String(id)));
      return {
        ...policyOf(view, idp, (policy) => {
          const provisioning = objectOf(policy['provisioning']);
          const assigned = objectOf(provisioning['groups']);
          const groups: JsonObject = { ...assigned };
          for (const list of ['assignments', 'filter'])
            if (Array.isArray(assigned[list])) groups[list] = [...kept(assigned[list])];
          return { ...policy, provisioning: { ...provisioning, groups } };
        }),
        cut: groups.map((group) => ({ kind: 'ASSIGNS_GROUP', src: view.key(idp), dst: view.key(group) })),
      };
    },
    words: ({ view }, idp, groups) => {
      const which = groups.map((group) => named(view, group)).join(', ');
      return {
        title: `Stop identity provider ${named(view, idp)} from putting users into ${which}`,
        steps: [
          `Open Security > Identity Providers, edit ${named(view, idp)}.`,
          `Under JIT Settings, Group Assignments, take ${which} out of the list.`,
        ],
        page: '/admin/access/identity-providers',
        losses: [{ subject: view.key(idp), loses: `putting users into ${which}` }],
      };
    },
  },
  'okta.hook.deactivate': {
    of: ({ view }, hook) => [change(view, 'okta.hook.deactivate', hook)],
    edit: (view, hook) => set(view, hook, { status: 'INACTIVE' }),
    words: ({ view }, hook) => ({
      title: `Deactivate the ${view.props(hook)['hookType'] === 'inline' ? 'inline' : 'event'} hook ${named(view, hook)}`,
      steps: [
        'Ask whoever runs the receiver what stops with it.',
        `Open the hook ${named(view, hook)} and choose Actions > Deactivate.`,
      ],
      page: view.props(hook)['hookType'] === 'inline' ? '/admin/workflow/inlinehooks' : '/admin/workflow/eventhooks',
      losses: [{ subject: view.key(hook), loses: 'being called' }],
    }),
  },
  [CLOSE_ATTRIBUTE]: {
    of: ({ view }, subject) => {
      const attributes = view.kind(subject) === 'GroupRule' ? view.in(subject, 'DRIVES') : [subject];
      return attributes.filter((each) => isSelfWritable(view, each)).map((each) => change(view, CLOSE_ATTRIBUTE, each));
    },
    edit: (view, attribute) => set(view, attribute, { permission: 'READ_ONLY' }),
    words: ({ view }, attribute) => ({
      title: `Make the profile attribute ${attributeName(view, attribute)} read-only for users`,
      steps: [
        'Open Directory > Profile Editor and the user type.',
        `Edit ${attributeName(view, attribute)} and set User permission to Read-Only.`,
      ],
      page: '/admin/universaldirectory',
      losses: [{ subject: view.key(attribute), loses: 'being changed by users themselves' }],
    }),
  },
  [DEACTIVATE_GROUP_RULE]: {
    of: ({ view }, rule) => (view.kind(rule) === 'GroupRule' ? [change(view, DEACTIVATE_GROUP_RULE, rule)] : []),
    edit: (view, rule) => set(view, rule, { status: 'INACTIVE' }),
    words: ({ view }, rule) => ({
      title: `Deactivate the group rule ${named(view, rule)}`,
      steps: [
        `Open Directory > Groups > Rules and deactivate ${named(view, rule)}.`,
        'Who is in the group by it already stays: look through its members.',
      ],
      page: '/admin/groups#rules',
      losses: view
        .out(rule, 'ADDS_TO')
        .map((group) => ({ subject: view.key(group), loses: 'members the rule would have added' })),
    }),
  },
  'okta.org.disable-third-party-admin': setting(
    'okta.org.disable-third-party-admin',
    'org-third-party-admin',
    { thirdPartyAdmin: false },
    'Turn off administrators from outside who hold no account of their own here',
    'third-party administrators',
  ),
  'okta.org.disable-client-superadmin-default': setting(
    'okta.org.disable-client-superadmin-default',
    'org-client-privileges',
    { clientPrivilegesSetting: false },
    'Stop giving super admin to every new service app',
    'a role nobody chose for them, of service apps made from now on',
  ),
  'okta.org.disable-admin-console-auto-assign': setting(
    'okta.org.disable-admin-console-auto-assign',
    'org-admin-app-assignment',
    { autoAssignAdminAppSetting: false },
    'Stop assigning the Admin Console to new administrators by itself',
    'the Admin Console without somebody assigning it, of administrators made from now on',
  ),
  'okta.org.revoke-support-access': setting(
    'okta.org.revoke-support-access',
    'org-support-access',
    { support: 'DISABLED', expiration: null },
    'Revoke the access of Okta Support',
    'access of Okta Support to the org',
  ),
};

/** A value of one settings document. */
function setting(action: string, resource: string, props: JsonObject, title: string, loses: string): Act {
  return {
    of: ({ view }) => {
      const node = view.indexOf(`Setting:${resource}`);
      return node < 0 ? [] : [change(view, action, node)];
    },
    edit: (view, node) => set(view, node, props),
    words: ({ view }, node) => ({
      title,
      steps: ['Open Settings > Account in the Admin Console.', `${title}.`],
      page: '/admin/settings/account',
      losses: [{ subject: view.key(node), loses }],
    }),
  };
}

export function isSelfWritable(view: GraphView, attribute: NodeIndex): boolean {
  return view.kind(attribute) === 'Attribute' && view.props(attribute)['permission'] === 'READ_WRITE';
}

function attributeName(view: GraphView, attribute: NodeIndex): string {
  return textOf(view.props(attribute)['name']) ?? named(view, attribute);
}

function policyOf(view: GraphView, idp: NodeIndex, change: (policy: JsonObject) => JsonObject): Partial<Edit> {
  return set(view, idp, { policy: change(objectOf(pick(view.props(idp), 'policy'))) });
}

function objectOf(value: JsonObject[string] | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
