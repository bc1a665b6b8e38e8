import type { Collection, WireUser } from '../org/org';
import { NEEDS } from './access';
import { allOf, object, paged, whole, type Answer, type Call, type Endpoint } from './endpoint';
import { notFound, OktaError } from './okta-error';
import { limitOf } from './paging';
import { matches, parseFilter, valueAt, type Expression, type Grammar, type Operator } from './scim-filter';
import { projectionOf } from './projection';
import { listedGroup, listedUser, singleUser } from './wire-links';

const SIZE = { normal: 200, max: 200 };
const ORDERED: readonly Operator[] = ['eq', 'gt', 'ge', 'lt', 'le'];
const SEARCHED: readonly Operator[] = [...ORDERED, 'sw', 'pr'];
const TEXT: readonly Operator[] = [...SEARCHED, 'co'];

const FILTER: Grammar = {
  caseSensitive: true,
  attributes: {
    id: ['eq'],
    status: ['eq'],
    lastUpdated: ORDERED,
    'profile.login': ['eq'],
    'profile.email': ['eq'],
    'profile.firstName': ['eq'],
    'profile.lastName': ['eq'],
  },
};

const SEARCH: Grammar = {
  caseSensitive: false,
  attributes: {
    id: SEARCHED,
    status: SEARCHED,
    created: SEARCHED,
    activated: SEARCHED,
    statusChanged: SEARCHED,
    lastUpdated: SEARCHED,
    'type.id': SEARCHED,
    'profile.firstName': TEXT,
    'profile.lastName': TEXT,
    'profile.email': TEXT,
    'profile.login': TEXT,
    'profile.*': SEARCHED,
  },
};

export const USER_ENDPOINTS: readonly Endpoint[] = [
  { path: '/api/v1/users', scope: 'okta.users.read', need: NEEDS.users, emptyWithoutRole: true, answer: listUsers },
  {
    path: '/api/v1/users/me',
    scope: 'okta.users.read',
    need: null,
    answer: ({ org, caller }) => {
      const owner = caller.ownerId === null ? undefined : org.user(caller.ownerId);
      if (!owner) throw notFound('me', 'User');
      return object(singleUser(owner));
    },
  },
  {
    path: '/api/v1/users/:userId',
    scope: 'okta.users.read',
    need: NEEDS.users,
    answer: (call) => object(singleUser(userOf(call))),
  },
  {
    path: '/api/v1/users/:userId/groups',
    scope: 'okta.users.read',
    need: NEEDS.users,
    answer: (call) => {
      const groups = sublistOf(call, 'userGroups');
      return whole(groups.range(0, groups.size).map(listedGroup));
    },
  },
  {
    path: '/api/v1/users/:userId/factors',
    scope: 'okta.users.read',
    need: NEEDS.factors,
    answer: (call) => allOf(sublistOf(call, 'userFactors')),
  },
  {
    path: '/api/v1/users/:userId/devices',
    scope: 'okta.users.read',
    need: NEEDS.users,
    identityEngine: true,
    answer: (call) => allOf(sublistOf(call, 'userDevices')),
  },
];

/** @throws OktaError 404 E0000007 */
export function userOf(call: Call): WireUser {
  const wanted = call.params.userId ?? '';
  const user =
    wanted === 'me' && call.caller.ownerId !== null ? call.org.user(call.caller.ownerId) : call.org.user(wanted);
  if (!user) throw notFound(wanted, 'User');
  return user;
}

function sublistOf(call: Call, name: 'userGroups' | 'userFactors' | 'userDevices') {
  const user = userOf(call);
  const rows = call.org.sublist(name, user.id);
  if (!rows) throw notFound(user.id, 'User');
  return rows;
}

function listUsers(call: Call): Answer {
  const { org, query } = call;
  if (query.search !== undefined && query.filter !== undefined) {
    throw new OktaError(400, 'E0000033', 'Bad request. Can not specify both search and filter parameters.');
  }
  const project = projectionOf(query.fields);
  const show = project ? (user: WireUser) => project(listedUser(user)) : listedUser;
  if (query.q !== undefined) return byPrefix(call, query.q);
  const grammar = query.search !== undefined ? SEARCH : FILTER;
  const text = query.search ?? query.filter;
  if (text === undefined) return paged(call, org.presentUsers, SIZE, { show });
  const expression = parseFilter(text, grammar);
  const whole = wholeListOf(call, expression);
  if (whole) return paged(call, whole, SIZE, { show });
  const keep = (user: WireUser): boolean =>
    matches(expression, (attribute) => valueAt(user, attribute), grammar.caseSensitive);
  const one = singleOf(expression);
  if (one !== null) {
    const found = org.user(one);
    return { style: 'list', rows: found && keep(found) ? [listedUser(found)] : [], after: null };
  }
  return paged(call, org.users, SIZE, { keep, show });
}

/** Expressions that name a list the org keeps need no scan. */
function wholeListOf({ org }: Call, expression: Expression): Collection<WireUser> | null {
  if (!('attribute' in expression)) return null;
  const { attribute, operator, value } = expression;
  if (attribute === 'status' && operator === 'eq' && value === 'DEPROVISIONED') return org.deprovisionedUsers;
  return attribute === 'id' && operator === 'pr' ? org.users : null;
}

function singleOf(expression: Expression): string | null {
  if (!('attribute' in expression) || expression.operator !== 'eq') return null;
  return expression.attribute === 'id' || expression.attribute === 'profile.login' ? String(expression.value) : null;
}

/** `q` finds by prefix of first name, last name or e-mail, gives ten unless told otherwise, and does not page. */
function byPrefix({ org, query }: Call, q: string): Answer {
  const wanted = q.toLowerCase();
  const limit = limitOf(query, { normal: 10, max: 200 });
  const rows: unknown[] = [];
  for (let from = 0; from < org.presentUsers.size && rows.length < limit; from += 500) {
    for (const user of org.presentUsers.range(from, from + 500)) {
      const { firstName, lastName, email } = user.profile;
      const hit = [firstName, lastName, email].some((text) =>
        String(text ?? '')
          .toLowerCase()
          .startsWith(wanted),
      );
      if (hit && rows.length < limit) rows.push(listedUser(user));
    }
  }
  return whole(rows);
}
