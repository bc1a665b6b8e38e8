import { idOf } from '../generate/baseline-world';
import { ORG_ORIGIN, type Wire } from '../org';
import type { OrgState } from '../state/org-state';
import { text } from './collection-spec';
import { merge, without, type Plain } from './merge';
import { titleOf } from './title';

/** An API token as `GET /api/v1/api-tokens` answers it: a month's, for the data centre. */
export function tokenWire(state: OrgState, object: Plain & { readonly id: string }, name: string): Wire {
  const owner = text(object, 'owner');
  const wire = {
    id: object.id,
    name: titleOf(name),
    userId: owner,
    clientName: 'Okta API',
    created: state.instants.daysAgo(60),
    lastUpdated: state.instants.daysAgo(1),
    expiresAt: state.instants.daysAgo(-29),
    tokenWindow: 'P30D',
    network: { connection: 'ZONE', include: [idOf(state.baseline, 'data-centre-zone')], exclude: [] },
    _links: {
      self: { href: `${ORG_ORIGIN}/api/v1/api-tokens/${object.id}` },
      user: { href: `${ORG_ORIGIN}/api/v1/users/${owner}` },
    },
  };
  return merge(wire, without(object, 'owner'));
}
