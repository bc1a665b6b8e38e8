import type { SublistName, Wire, WireUser } from '../org/org';
import { NEEDS } from './access';
import { object, paged, whole, type Answer, type Call, type Endpoint } from './endpoint';
import { notFound } from './okta-error';
import { limitOf } from './paging';
import { matches, parseFilter, valueAt, type Grammar, type Operator } from './scim-filter';
import { listedApp, listedGroup, listedUser, selfLinked } from './wire-links';

const ORDERED: readonly Operator[] = ['eq', 'gt', 'ge', 'lt', 'le'];
const SEARCHED: readonly Operator[] = [...ORDERED, 'sw', 'co', 'pr'];

const FILTER: Grammar = {
  caseSensitive: true,
  attributes: { id: ['eq'], type: ['eq'], lastUpdated: ORDERED, lastMembershipUpdated: ORDERED },
};

const SEARCH: Grammar = {
  caseSensitive: false,
  attributes: {
    id: SEARCHED,
    type: SEARCHED,
    created: SEARCHED,
    lastUpdated: SEARCHED,
    lastMembershipUpdated: SEARCHED,
    'source.id': ['eq'],
    'profile.*': SEARCHED,
  },
};

export const GROUP_ENDPOINTS: readonly Endpoint[] = [
  { path: '/api/v1/groups', scope: 'okta.groups.read', need: NEEDS.groups, answer: listGroups },
  {
    path: '/api/v1/groups/rules',
    scope: 'okta.groups.read',
    need: NEEDS.groupRules,
    answer: (call) =>
      paged(call, call.org.list('groupRules'), { normal: 50, max: 200 }, { show: selfLinked(rulePath) }),
  },
  {
    path: '/api/v1/groups/rules/:ruleId',
    scope: 'okta.groups.read',
    need: NEEDS.groupRules,
    answer: ({ org, params }) => {
      const rule = org.list('groupRules').find(params.ruleId ?? '');
      if (!rule) throw notFound(params.ruleId ?? '', 'GroupRule');
      return object(selfLinked(rulePath)(rule));
    },
  },
  {
    path: '/api/v1/groups/:groupId',
    scope: 'okta.groups.read',
    need: NEEDS.groups,
    answer: (call) => object(listedGroup(groupOf(call))),
  },
  {
    path: '/api/v1/groups/:groupId/users',
    scope: 'okta.groups.read',
    need: NEEDS.groups,
    answer: (call) =>
      paged(
        call,
        sublistOf(call, 'groupUsers'),
        { normal: 1000, max: 1000 },
        { show: (user) => listedUser(user as WireUser) },
      ),
  },
  {
    path: '/api/v1/groups/:groupId/apps',
    scope: 'okta.groups.read',
    need: NEEDS.groups,
    answer: (call) => paged(call, sublistOf(call, 'groupApps'), { normal: 20, max: 200 }, { show: listedApp }),
  },
  {
    path: '/api/v1/groups/:groupId/owners',
    scope: 'okta.groups.read',
    need: NEEDS.groups,
    licensed: (org) => org.features.groupOwners,
    answer: (call) => paged(call, sublistOf(call, 'groupOwners'), { normal: 1000, max: 1000 }),
  },
];

const rulePath = (rule: Wire): string => `/api/v1/groups/rules/${rule.id}`;

/** @throws OktaError 404 E0000007 */
export function groupOf({ org, params }: Call): Wire {
  const group = org.list('groups').find(params.groupId ?? '');
  if (!group) throw notFound(params.groupId ?? '', 'UserGroup');
  return group;
}

function sublistOf(call: Call, name: SublistName) {
  const rows = call.org.sublist(name, call.params.groupId ?? '');
  if (!rows) throw notFound(call.params.groupId ?? '', 'UserGroup');
  return rows;
}

function listGroups(call: Call): Answer {
  const { org, query } = call;
  const groups = org.list('groups');
  const show = showing(call);
  if (query.q !== undefined) {
    const wanted = query.q.toLowerCase();
    const limit = limitOf(query, { normal: 10, max: 300 });
    const found = groups.range(0, groups.size).filter((group) => nameOf(group).toLowerCase().startsWith(wanted));
    return whole(found.slice(0, limit).map(show));
  }
  const text = query.search ?? query.filter;
  const size = { normal: 200, max: 10_000 };
  if (text === undefined) return paged(call, groups, size, { show });
  const grammar = query.search !== undefined ? SEARCH : FILTER;
  const expression = parseFilter(text, grammar);
  const keep = (group: Wire): boolean => matches(expression, (name) => valueAt(group, name), grammar.caseSensitive);
  return paged(call, groups, size, { keep, show });
}

function showing({ org, query }: Call): (group: Wire) => Wire {
  const expand = new Set((query.expand ?? '').split(',').map((name) => name.trim()));
  return (group) => {
    const embedded: Record<string, unknown> = {};
    if (expand.has('stats')) embedded.stats = org.groupStats(group.id);
    const source = valueAt(group, '_embedded.app') ?? valueAt(group, 'source.id');
    if (expand.has('app') && source !== undefined) embedded.app = source;
    const shown = listedGroup(group);
    return Object.keys(embedded).length === 0 ? shown : { ...shown, _embedded: embedded };
  };
}

function nameOf(group: Wire): string {
  return String(valueAt(group, 'profile.name') ?? '');
}
