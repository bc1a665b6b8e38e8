import { mapDomains, mapOrg, mapSetting } from '../map/tenant';
import { standardRoles } from '../map/roles';
import { SETTINGS_HOURS } from './belief';
import { row } from './okta-row';
import type { OktaRow } from './okta-row';

/** A settings document becomes the node `Setting:<resource>`. */
const setting = (title: string, path: string, scope: string, more: Partial<OktaRow> = {}): OktaRow =>
  row({
    title,
    path,
    scope,
    style: 'document',
    nodes: ['Setting'],
    believedHours: SETTINGS_HOURS,
    map: (item, context) => mapSetting(context.resource, context.title)(item),
    ...more,
  });

/** The org and the settings it keeps in one document each. */
export const ORG_ROWS = {
  org: row({
    title: 'organization',
    path: '/api/v1/org',
    scope: 'okta.orgs.read',
    style: 'document',
    nodes: ['Org'],
    // The built-in roles belong to the org, whoever holds them.
    besides: { nodes: ['Role'] },
    believedHours: SETTINGS_HOURS,
    map: (item, { identity, readerClientId }) => {
      const { nodes, edges } = mapOrg(identity, item, readerClientId);
      return { nodes: [...nodes, ...standardRoles()], edges };
    },
  }),
  'org-third-party-admin': setting(
    'third-party administrator setting',
    '/api/v1/org/orgSettings/thirdPartyAdminSetting',
    'okta.orgs.read',
  ),
  'org-client-privileges': setting(
    'default privileges of new clients',
    '/api/v1/org/settings/clientPrivilegesSetting',
    'okta.orgs.read',
  ),
  'org-admin-app-assignment': setting(
    'automatic Admin Console assignment',
    '/api/v1/org/settings/autoAssignAdminAppSetting',
    'okta.orgs.read',
  ),
  'org-support-access': setting('Okta support access', '/api/v1/org/privacy/oktaSupport', 'okta.orgs.read', {
    role: 'SUPER_ADMIN',
  }),
  'admin-console-settings': setting(
    'Admin Console session settings',
    '/api/v1/first-party-app-settings/admin-console',
    'okta.apps.read',
  ),
  'lockout-settings': setting(
    'user lockout settings',
    '/attack-protection/api/v1/user-lockout-settings',
    'okta.orgs.read',
  ),
  'authenticator-settings': setting(
    'authenticator settings',
    '/attack-protection/api/v1/authenticator-settings',
    'okta.orgs.read',
  ),
  'threat-insight': setting('ThreatInsight', '/api/v1/threats/configuration', 'okta.threatInsights.read'),
  domains: setting('custom domains', '/api/v1/domains', 'okta.domains.read', { composed: true, map: mapDomains }),
} satisfies Record<string, OktaRow>;
