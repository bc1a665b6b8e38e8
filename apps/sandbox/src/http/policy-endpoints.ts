import type { Collection, SandboxOrg, SublistName, Wire } from '../org/org';
import { NEEDS } from './access';
import { allOf, object, paged, type Answer, type Call, type Endpoint } from './endpoint';
import { notFound, validationFailed } from './okta-error';
import { href, withLinks } from './wire-links';

const CLASSIC_TYPES = ['OKTA_SIGN_ON', 'MFA_ENROLL', 'PASSWORD', 'IDP_DISCOVERY'];
const POLICY_TYPES = [
  ...CLASSIC_TYPES,
  'ACCESS_POLICY',
  'ENTITY_RISK',
  'POST_AUTH_SESSION',
  'PROFILE_ENROLLMENT',
  'DEVICE_SIGNAL_COLLECTION',
  'SESSION_VIOLATION_DETECTION',
  'CLIENT_UPDATE',
  'IDENTITY_CLAIM_SOURCING',
  // Absent from the published description, yet what automations are listed under.
  'USER_LIFECYCLE',
];
const PAGE = { normal: 200, max: 200 };
const licensed = (org: SandboxOrg): boolean => org.features.apiAccessManagement;

export const POLICY_ENDPOINTS: readonly Endpoint[] = [
  { path: '/api/v1/policies', scope: 'okta.policies.read', need: NEEDS.policies, answer: listPolicies },
  policy('/api/v1/policies/:policyId', (call) => object(policyLinks(policyOf(call)))),
  policy('/api/v1/policies/:policyId/rules', (call) => {
    const { id } = policyOf(call);
    const show = (row: Wire): Wire => withLinks(row, { self: href(`/api/v1/policies/${id}/rules/${row.id}`) });
    return paged(call, sublistOf(call, 'policyRules', id, 'Policy'), PAGE, { show });
  }),
  policy('/api/v1/policies/:policyId/mappings', (call) =>
    allOf(sublistOf(call, 'policyMappings', policyOf(call).id, 'Policy')),
  ),
  server('/api/v1/authorizationServers', (call) => paged(call, call.org.list('authorizationServers'), PAGE)),
  server('/api/v1/authorizationServers/:serverId', (call) => object(serverOf(call))),
  server('/api/v1/authorizationServers/:serverId/policies', (call) =>
    allOf(sublistOf(call, 'authorizationServerPolicies', serverOf(call).id, 'AuthorizationServer')),
  ),
  server('/api/v1/authorizationServers/:serverId/policies/:policyId/rules', (call) => {
    const { policyId = '' } = call.params;
    const policies = sublistOf(call, 'authorizationServerPolicies', serverOf(call).id, 'AuthorizationServer');
    if (!policies.find(policyId)) throw notFound(policyId, 'Policy');
    return allOf(sublistOf(call, 'authorizationServerRules', policyId, 'Policy'));
  }),
  server('/api/v1/authorizationServers/:serverId/scopes', (call) =>
    paged(call, sublistOf(call, 'authorizationServerScopes', serverOf(call).id, 'AuthorizationServer'), PAGE),
  ),
  idp('/api/v1/idps', (call) => paged(call, call.org.list('idps'), { normal: 20, max: 200 })),
  idp('/api/v1/idps/credentials/keys', (call) => paged(call, call.org.list('idpKeys'), { normal: 20, max: 200 })),
  idp('/api/v1/idps/:idpId', (call) => object(idpOf(call))),
  idp('/api/v1/idps/:idpId/credentials/keys', (call) =>
    allOf(sublistOf(call, 'idpKeysOf', idpOf(call).id, 'IdpEntity')),
  ),
  idp('/api/v1/idps/:idpId/users', (call) =>
    paged(call, sublistOf(call, 'idpUsers', idpOf(call).id, 'IdpEntity'), { normal: 20, max: 200 }),
  ),
];

function policy(path: string, answer: Endpoint['answer']): Endpoint {
  return { path, scope: 'okta.policies.read', need: NEEDS.policies, answer };
}

function server(path: string, answer: Endpoint['answer']): Endpoint {
  return { path, scope: 'okta.authorizationServers.read', need: NEEDS.authorizationServers, licensed, answer };
}

function idp(path: string, answer: Endpoint['answer']): Endpoint {
  return { path, scope: 'okta.idps.read', need: NEEDS.idps, answer };
}

/** One call per type; Classic orgs know four of them. */
function listPolicies(call: Call): Answer {
  const { type, status, q } = call.query;
  const known = call.org.features.pipeline === 'v1' ? CLASSIC_TYPES : POLICY_TYPES;
  if (type === undefined || type === '') throw validationFailed('type', "'type' is a required query parameter.");
  if (!known.includes(type)) throw validationFailed('type', `Invalid policy type specified: ${type}.`);
  const keep = (row: Wire): boolean =>
    row.type === type &&
    (status === undefined || row.status === status) &&
    (q === undefined || String(row.name).toLowerCase().includes(q.toLowerCase()));
  return paged(call, call.org.list('policies'), PAGE, { keep, show: policyLinks });
}

function policyLinks(row: Wire): Wire {
  const base = `/api/v1/policies/${row.id}`;
  return withLinks(row, { self: href(base), rules: href(`${base}/rules`), mappings: href(`${base}/mappings`) });
}

function policyOf({ org, params }: Call): Wire {
  return foundIn(org.list('policies'), params.policyId, 'Policy');
}

function serverOf({ org, params }: Call): Wire {
  return foundIn(org.list('authorizationServers'), params.serverId, 'AuthorizationServer');
}

function idpOf({ org, params }: Call): Wire {
  return foundIn(org.list('idps'), params.idpId, 'IdpEntity');
}

function foundIn(rows: Collection<Wire>, id = '', type: string): Wire {
  const found = rows.find(id);
  if (!found) throw notFound(id, type);
  return found;
}

function sublistOf(call: Call, name: SublistName, parent: string, type: string): Collection<Wire> {
  const rows = call.org.sublist(name, parent);
  if (!rows) throw notFound(parent, type);
  return rows;
}
