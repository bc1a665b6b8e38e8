import { OKTA_RESOURCES, nodeKey } from '@posture/domain';
import type { OktaResource } from '@posture/domain';
import type { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { mapApiToken, mapApp, mapIdpKey, mapServiceIntegration } from '../map/apps';
import { mapDevice, mapGroup, mapGroupRule, mapRealm, mapUser, mapUserType } from '../map/directory';
import { standardRoles } from '../map/roles';
import { mapDeviceAssurances, mapDomains, mapHook, mapIdp, mapOrg, mapPolicy, mapSetting } from '../map/tenant';
import type { OrgIdentity } from '../map/tenant';
import { plainNode } from '../map/wire';
import { CLASSIC_POLICY_TYPES, PAGE_LIMITS, policyTypes } from './page-limits';
import type { ListPart, ListRead } from './read-run';

/** Lists of the whole tenant that need nothing but the org's pipeline to be read. */
export function tenantLists(identity: OrgIdentity, readerClientId: string | null): ListRead[] {
  const lists: ListRead[] = [
    whole('org', document(oktaPath`/api/v1/org`), (item) => {
      const org = mapOrg(identity, item, readerClientId);
      return { nodes: [...org.nodes, ...standardRoles()], edges: org.edges };
    }),
    setting('org-third-party-admin', document(oktaPath`/api/v1/org/orgSettings/thirdPartyAdminSetting`)),
    setting('org-client-privileges', document(oktaPath`/api/v1/org/settings/clientPrivilegesSetting`)),
    setting('org-admin-app-assignment', document(oktaPath`/api/v1/org/settings/autoAssignAdminAppSetting`)),
    setting('org-support-access', document(oktaPath`/api/v1/org/privacy/oktaSupport`)),
    setting('admin-console-settings', document(oktaPath`/api/v1/first-party-app-settings/admin-console`)),
    setting('lockout-settings', document(oktaPath`/attack-protection/api/v1/user-lockout-settings`)),
    setting('authenticator-settings', document(oktaPath`/attack-protection/api/v1/authenticator-settings`)),
    setting('threat-insight', document(oktaPath`/api/v1/threats/configuration`)),
    whole('domains', document(oktaPath`/api/v1/domains`), mapDomains),
    {
      resource: 'users',
      parent: '',
      parts: [
        paged(oktaPath`/api/v1/users`, PAGE_LIMITS.users),
        // The plain list leaves the deprovisioned out; `filter` is not eventually consistent, as `search` is.
        paged(oktaPath`/api/v1/users`, PAGE_LIMITS.users, { filter: 'status eq "DEPROVISIONED"' }),
      ],
      map: mapUser,
    },
    whole('groups', paged(oktaPath`/api/v1/groups`, PAGE_LIMITS.groups, { expand: 'stats' }), mapGroup),
    whole('group-rules', paged(oktaPath`/api/v1/groups/rules`, PAGE_LIMITS['group-rules']), mapGroupRule),
    whole('user-types', unpaged(oktaPath`/api/v1/meta/types/user`), mapUserType),
    whole('realms', paged(oktaPath`/api/v1/realms`, PAGE_LIMITS.realms), mapRealm),
    whole('api-tokens', unpaged(oktaPath`/api/v1/api-tokens`), mapApiToken),
    whole('api-services', { path: oktaPath`/integrations/api/v1/api-services`, style: 'link' }, mapServiceIntegration),
    whole('apps', paged(oktaPath`/api/v1/apps`, PAGE_LIMITS.apps, { includeNonDeleted: 'true' }), mapApp),
    whole('idps', paged(oktaPath`/api/v1/idps`, PAGE_LIMITS.idps), mapIdp),
    whole('idp-keys', paged(oktaPath`/api/v1/idps/credentials/keys`, PAGE_LIMITS['idp-keys']), mapIdpKey),
    { resource: 'policies', parent: '', parts: policyTypes(identity.pipeline).map(policyPart), map: mapPolicy },
    whole('zones', paged(oktaPath`/api/v1/zones`, PAGE_LIMITS.zones), (item) =>
      plainNode('Zone', item, 'network zone'),
    ),
    whole('behaviors', unpaged(oktaPath`/api/v1/behaviors`), (item) => plainNode('Behavior', item, 'behaviour')),
    whole('trusted-origins', paged(oktaPath`/api/v1/trustedOrigins`, PAGE_LIMITS['trusted-origins']), (item) =>
      plainNode('TrustedOrigin', item, 'trusted origin'),
    ),
    whole('event-hooks', unpaged(oktaPath`/api/v1/eventHooks`), mapHook('event')),
    whole('inline-hooks', unpaged(oktaPath`/api/v1/inlineHooks`), mapHook('inline')),
    whole('log-streams', paged(oktaPath`/api/v1/logStreams`, PAGE_LIMITS['log-streams']), (item) =>
      plainNode('LogStream', item, 'log stream'),
    ),
    whole(
      'authorization-servers',
      paged(oktaPath`/api/v1/authorizationServers`, PAGE_LIMITS['authorization-servers']),
      (item) => plainNode('AuthServer', item, 'authorization server'),
    ),
    whole('devices', paged(oktaPath`/api/v1/devices`, PAGE_LIMITS.devices, { expand: 'user' }), mapDevice),
    whole('device-assurances', document(oktaPath`/api/v1/device-assurances`), mapDeviceAssurances),
  ];
  return lists;
}

function whole(resource: OktaResource, part: ListPart, map: ListRead['map']): ListRead {
  return { resource, parent: '', parts: [part], map };
}

function setting(resource: OktaResource, part: ListPart): ListRead {
  return whole(resource, part, mapSetting(resource, OKTA_RESOURCES[resource].title));
}

export function document(path: ListPart['path']): ListPart {
  return { path, style: 'document' };
}

export function unpaged(path: ListPart['path']): ListPart {
  return { path, style: 'whole' };
}

export function paged(path: ListPart['path'], limit: number, more: Readonly<Record<string, string>> = {}): ListPart {
  return { path, style: 'link', query: { ...more, limit: String(limit) } };
}

/** A policy type an org does not have is answered with 400 or 401; only the types every org has must answer. */
function policyPart(type: string): ListPart {
  // Application policies are asked of Identity Engine orgs only, and each of those guards its Admin Console by one.
  const everyOrg = type === 'ACCESS_POLICY' || (CLASSIC_POLICY_TYPES as readonly string[]).includes(type);
  const absent = (error: OktaError): boolean =>
    error.refusal === 'feature_missing' || error.refusal === 'request_refused' || error.refusal === 'not_found';
  return {
    path: oktaPath`/api/v1/policies`,
    query: { type },
    style: 'link',
    served: nodeKey('Policy', type),
    ...(everyOrg ? {} : { tolerates: absent }),
  };
}
