import type { Change, FactContext, GraphView, Loss, NodeIndex } from '@posture/domain';
import { change, listed, named } from './act';
import type { Act } from './act';

export const REMOVE_ROLE = 'okta.role-assignment.remove';
export const REMOVE_OWNER = 'okta.group.remove-owner';
export const REMOVE_MEMBER = 'okta.group.remove-member';
export const REVOKE_TOKEN = 'okta.api-token.revoke';
export const REVOKE_GRANT = 'okta.app-grant.revoke';

const ROLES_PAGE = '/admin/access/admins';

/** Acts that take power away: roles, what a group gives or lets be given, tokens, scopes. */
export const POWER_ACTS: Readonly<Record<string, Act>> = {
  [REMOVE_ROLE]: {
    of: ({ view, privilege }, subject) => {
      if (view.kind(subject) === 'RoleAssignment')
        return view.in(subject, 'HAS_ROLE_ASSIGNMENT').map((holder) => change(view, REMOVE_ROLE, holder, [subject]));
      const held = privilege.heldRoles(subject);
      const own = held.filter(({ direct }) => direct).map(({ assignment }) => assignment);
      return [
        ...own.map((assignment) => change(view, REMOVE_ROLE, subject, [assignment])),
        ...(own.length > 1 ? [change(view, REMOVE_ROLE, subject, own)] : []),
        ...held.filter(({ direct }) => !direct).flatMap(({ holder }) => membership(view, subject, holder)),
      ];
    },
    edit: (view, _holder, assignments) => ({ removed: assignments.map((each) => view.key(each)) }),
    words: ({ view }, holder, assignments) => {
      const roles = listed([...new Set(assignments.map((each) => named(view, each)))]);
      const members = view.kind(holder) === 'Group' ? view.in(holder, 'MEMBER_OF') : [];
      const kind = view.kind(holder) === 'Group' ? 'group ' : view.kind(holder) === 'App' ? 'application ' : '';
      return {
        title: `Take the role ${roles} away from ${kind}${named(view, holder)}`,
        steps: [
          `Open Security > Administrators and find ${kind}${named(view, holder)}.`,
          `Edit its admin roles and remove ${roles}; leave the others as they are.`,
          ...(members.length > 0 ? [`Tell its ${members.length} members first: all of them lose the role.`] : []),
        ],
        page: ROLES_PAGE,
        losses: [holder, ...members].map((each) => ({ subject: view.key(each), loses: `the role ${roles}` })),
      };
    },
  },
  [REMOVE_OWNER]: {
    of: ({ view }, subject) => {
      const owners = view.in(subject, 'OWNS');
      const each = owners.map((owner) => change(view, REMOVE_OWNER, subject, [owner]));
      return owners.length > 1 ? [...each, change(view, REMOVE_OWNER, subject, owners)] : each;
    },
    edit: (view, group, owners) => ({
      cut: owners.map((owner) => ({ kind: 'OWNS', src: view.key(owner), dst: view.key(group) })),
    }),
    words: ({ view }, group, owners) => {
      const who = listed(owners.map((owner) => named(view, owner)));
      return {
        title: `Remove ${who} as owner of group ${named(view, group)}`,
        steps: [
          `Open group ${named(view, group)}, tab Owners, and remove ${who}.`,
          'Whoever decides on members from now on holds an admin role for it.',
        ],
        page: groupPage(view, group),
        losses: owners.map((owner) => ({
          subject: view.key(owner),
          loses: `deciding who is in group ${named(view, group)}`,
        })),
      };
    },
  },
  [REMOVE_MEMBER]: {
    // Which members are meant, only a path tells.
    of: () => [],
    edit: (view, group, users) => ({
      cut: users.map((user) => ({ kind: 'MEMBER_OF', src: view.key(user), dst: view.key(group) })),
    }),
    words: (context, group, users) => {
      const { view } = context;
      const who = listed(users.map((user) => named(view, user)));
      const gives = givenBy(context, group);
      return {
        title: `Take ${who} out of group ${named(view, group)}`,
        steps: [`Open group ${named(view, group)}, tab People, and remove ${who}.`],
        page: groupPage(view, group),
        losses: users.map((user) => ({ subject: view.key(user), loses: gives })),
      };
    },
  },
  [REVOKE_TOKEN]: {
    of: ({ view }, subject) => {
      if (view.kind(subject) === 'ApiToken') return [change(view, REVOKE_TOKEN, subject)];
      const tokens = view.in(subject, 'AUTHENTICATES_AS').filter((each) => view.kind(each) === 'ApiToken');
      return tokens.map((token) => change(view, REVOKE_TOKEN, token));
    },
    edit: (view, token) => ({ removed: [view.key(token)] }),
    words: ({ view }, token) => {
      const [owner] = view.out(token, 'AUTHENTICATES_AS');
      const of = owner === undefined ? '' : ` of ${named(view, owner)}`;
      return {
        title: `Revoke the API token ${named(view, token)}${of}`,
        steps: [
          'Find the program that calls with it, by the client address of its last calls in the System Log.',
          `Open Security > API > Tokens and revoke ${named(view, token)}.`,
        ],
        page: '/admin/access/api/tokens',
        losses: [{ subject: view.key(token), loses: 'every call made with it' }],
      };
    },
  },
  [REVOKE_GRANT]: {
    of: ({ view }, grant) => view.in(grant, 'HAS_GRANT').map((app) => change(view, REVOKE_GRANT, app, [grant])),
    edit: (view, _app, grants) => ({ removed: grants.map((each) => view.key(each)) }),
    words: ({ view }, app, grants) => {
      const scopes = [...new Set(grants.map((each) => scopeOf(view, each)))].sort();
      return {
        title: `Revoke ${listed(scopes)} from application ${named(view, app)}`,
        steps: [
          `Open application ${named(view, app)}, tab Okta API Scopes.`,
          `Revoke ${scopes.join(', ')}; grant the .read scope instead where the program still needs to look.`,
        ],
        page: appPage(view, app),
        losses: [{ subject: view.key(app), loses: `calls that need ${scopes.join(', ')}` }],
      };
    },
  },
};

/** Only what an administrator can undo there: members of imported and built-in groups are decided elsewhere. */
export function membership(view: GraphView, user: NodeIndex, group: NodeIndex): readonly Change[] {
  const isOwn =
    view.kind(user) === 'User' && view.kind(group) === 'Group' && view.props(group)['type'] === 'OKTA_GROUP';
  const isFilled = view.in(group, 'ADDS_TO').some((rule) => view.props(rule)['status'] === 'ACTIVE');
  return isOwn && !isFilled ? [change(view, REMOVE_MEMBER, group, [user])] : [];
}

export function scopeOf(view: GraphView, grant: NodeIndex): string {
  const { scopeId } = view.props(grant);
  return typeof scopeId === 'string' ? scopeId : named(view, grant);
}

export function appPage(view: GraphView, app: NodeIndex): string {
  const { catalogName } = view.props(app);
  const name = typeof catalogName === 'string' ? catalogName : 'app';
  return `/admin/app/${encodeURIComponent(name)}/instance/${view.externalId(app)}`;
}

function groupPage(view: GraphView, group: NodeIndex): string {
  return `/admin/group/${view.externalId(group)}`;
}

/** What a member has by the group, named: roles and applications. */
function givenBy({ view, privilege }: FactContext, group: NodeIndex): Loss['loses'] {
  const roles = privilege.heldRoles(group).map(({ assignment }) => `the role ${named(view, assignment)}`);
  const apps = view.out(group, 'ASSIGNED_TO').map((app) => named(view, app));
  const given = [...new Set([...roles, ...apps])];
  return given.length === 0 ? `what group ${named(view, group)} gives` : listed(given);
}
