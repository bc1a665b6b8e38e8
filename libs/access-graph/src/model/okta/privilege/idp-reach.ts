import type { GraphView, JsonObject, NodeIndex } from '@posture/domain';
import { isAdmitted, readSubjectFilter } from './subject-filter';

/**
 * Whom an identity provider may sign in without the user's doing: those that automatic account linking would match.
 * Null when it links nobody by itself.
 */
export interface IdpReach {
  /** Only members of these groups; null for everybody. */
  readonly groups: readonly NodeIndex[] | null;
  readonly excludedUsers: ReadonlySet<NodeIndex>;
  readonly excludesAdmins: boolean;
  /** Only users one of whose names gets past the provider's filter; null when it keeps nobody out, or nobody can tell. */
  readonly admits: ((user: JsonObject) => boolean) | null;
}

/**
 * Okta's account link policy (`policy.accountLink`): AUTO links the asserted user to the directory user it matches,
 * within `filter.groups.include` and outside `filter.users.exclude` and, if set, of administrators.
 */
export function idpReach(view: GraphView, idp: NodeIndex): IdpReach | null {
  const props = view.props(idp);
  if (props.status !== undefined && props.status !== null && props.status !== 'ACTIVE') return null;
  const link = object(object(props.policy)?.accountLink);
  if (link === null || link.action !== 'AUTO') return null;
  const filter = object(link.filter);
  const users = object(filter?.users);
  const include = strings(object(filter?.groups)?.include);
  return {
    groups: include.length === 0 ? null : positions(view, 'Group', include),
    excludedUsers: new Set(positions(view, 'User', strings(users?.exclude))),
    excludesAdmins: users?.excludeAdmins === true,
    admits: admittedUsers(props),
  };
}

/** The provider's own word for its user: what the filter sees is then what is matched. */
const PLAIN_SUBJECT = 'idpuser.subjectNameId';
/** The user's names an asserted one is matched with. */
const MATCHED: Readonly<Record<string, readonly string[]>> = {
  USERNAME: ['login'],
  EMAIL: ['email'],
  USERNAME_OR_EMAIL: ['login', 'email'],
};

/**
 * Okta's subject policy (`policy.subject`): of SAML and OpenID Connect it accepts names that fit `filter`, and matches
 * them by `matchType`. Null wherever one of the three leaves open whom that admits.
 */
function admittedUsers({ type, policy }: JsonObject): IdpReach['admits'] {
  const subject = object(object(policy)?.subject);
  const names = typeof subject?.matchType === 'string' ? MATCHED[subject.matchType] : undefined;
  const plain = object(subject?.userNameTemplate)?.template === PLAIN_SUBJECT;
  if ((type !== 'SAML2' && type !== 'OIDC') || !plain || names === undefined) return null;
  const filter = typeof subject?.filter === 'string' ? readSubjectFilter(subject.filter) : null;
  if (filter?.admits !== 'domains') return null;
  return (user) =>
    names.some((name) => {
      const value = user[name];
      // A name that was not read may be any.
      return typeof value !== 'string' || isAdmitted(value, filter.domains);
    });
}

/** Whether the provider may sign this user in; the caller says whether the user holds a role. */
export function reachesUser(view: GraphView, reach: IdpReach, user: NodeIndex, holdsRole: boolean): boolean {
  if (reach.excludedUsers.has(user) || (reach.excludesAdmins && holdsRole)) return false;
  const props = view.props(user);
  if (props.status === 'DEPROVISIONED' || reach.admits?.(props) === false) return false;
  const { groups } = reach;
  return groups === null || view.out(user, 'MEMBER_OF').some((group) => groups.includes(group));
}

function positions(view: GraphView, kind: 'Group' | 'User', ids: readonly string[]): NodeIndex[] {
  return ids.map((id) => view.indexOf(`${kind}:${id}`)).filter((node) => node >= 0);
}

function object(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
