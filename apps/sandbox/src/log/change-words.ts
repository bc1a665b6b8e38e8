/** Event types of a collection's objects: added, patched, removed, and switched on and off where that is its own. */
export interface Words {
  /** Type of the target, as the log writes it. */
  readonly target: string;
  readonly add: readonly string[];
  readonly patch: string;
  readonly remove: readonly string[];
  readonly activate?: string;
  readonly deactivate?: string;
  /** Type of the parent's target; it is named beside the object. */
  readonly parent?: string;
}

function lifecycle(target: string, prefix: string, parent?: string): Words {
  return {
    ...{ target, add: [`${prefix}.create`], patch: `${prefix}.update`, remove: [`${prefix}.delete`] },
    ...{ activate: `${prefix}.activate`, deactivate: `${prefix}.deactivate`, parent },
  };
}

function past(target: string, prefix: string): Words {
  return {
    ...{ target, add: [`${prefix}.created`], patch: `${prefix}.updated`, remove: [`${prefix}.deleted`] },
    ...{ activate: `${prefix}.activated`, deactivate: `${prefix}.deactivated` },
  };
}

function without(words: Words): Words {
  return { ...words, activate: undefined, deactivate: undefined };
}

const CREDENTIAL = 'app.oauth2.credentials.lifecycle';
const credential = (target: string): Words => ({
  ...{ target, parent: 'AppInstance', add: [`${CREDENTIAL}.create`], patch: `${CREDENTIAL}.activate` },
  ...{ activate: `${CREDENTIAL}.activate`, deactivate: `${CREDENTIAL}.deactivate`, remove: [`${CREDENTIAL}.delete`] },
});
const RULE = {
  ...{ target: 'PolicyRule', parent: 'PolicyEntity', add: ['policy.rule.add'], patch: 'policy.rule.update' },
  ...{ activate: 'policy.rule.activate', deactivate: 'policy.rule.deactivate', remove: ['policy.rule.delete'] },
};

/**
 * Collections whose events follow from their names. Users, roles, members, assignments and settings have events of
 * their own; of realms, user types, attributes, device assurances, domains and agent pools the log says nothing.
 */
export const WORDS: Readonly<Record<string, Words>> = {
  factors: {
    ...{ target: 'Factor', parent: 'User', add: ['user.mfa.factor.activate'], patch: 'user.mfa.factor.update' },
    ...{ activate: 'user.mfa.factor.unsuspend', deactivate: 'user.mfa.factor.suspend' },
    remove: ['user.mfa.factor.deactivate'],
  },
  groups: {
    ...{ target: 'UserGroup', add: ['group.lifecycle.create'], patch: 'group.profile.update' },
    remove: ['group.lifecycle.delete'],
  },
  owners: {
    ...{ target: 'ResourceOwner', parent: 'UserGroup', add: ['resource.owner.update'] },
    ...{ patch: 'resource.owner.update', remove: ['resource.owner.update'] },
  },
  groupRules: {
    ...{ target: 'GroupRule', add: ['group.user_membership.rule.trigger'] },
    ...{ patch: 'group.user_membership.rule.trigger', deactivate: 'group.user_membership.rule.deactivated' },
    remove: ['group.user_membership.rule.deactivated'],
  },
  customRoles: without(lifecycle('CUSTOM_ROLE', 'iam.role')),
  resourceSets: without(lifecycle('RESOURCE_SET', 'iam.resourceset')),
  tokens: {
    ...{ target: 'Token', add: ['system.api_token.create'], patch: 'system.api_token.update' },
    remove: ['system.api_token.revoke'],
  },
  apps: lifecycle('AppInstance', 'application.lifecycle'),
  grants: {
    ...{ target: 'SCOPE', parent: 'AppInstance', add: ['app.oauth2.admin.consent.grant'] },
    ...{ patch: 'app.oauth2.admin.consent.grant', remove: ['app.oauth2.admin.consent.revoke'] },
  },
  secrets: credential('CLIENT_SECRET'),
  integrationSecrets: credential('CLIENT_SECRET'),
  jwks: credential('JWK'),
  integrations: {
    ...{ target: 'PublicClientApp', add: ['app.oauth2.client.lifecycle.create'] },
    ...{ patch: 'app.oauth2.client.lifecycle.update', remove: ['app.oauth2.client.lifecycle.delete'] },
  },
  policies: lifecycle('PolicyEntity', 'policy.lifecycle'),
  policyRules: RULE,
  authorizationServerPolicies: lifecycle('PolicyEntity', 'policy.lifecycle', 'AuthorizationServer'),
  authorizationServerRules: RULE,
  authorizationServers: past('AuthorizationServer', 'oauth2.as'),
  idps: lifecycle('IDP', 'system.idp.lifecycle'),
  idpKeys: without(lifecycle('IDP_KEY', 'system.idp.key')),
  authenticators: {
    ...lifecycle('Authenticator', 'security.authenticator.lifecycle'),
    remove: ['security.authenticator.lifecycle.deactivate'],
  },
  authenticatorMethods: {
    ...{ target: 'AuthenticatorMethod', parent: 'Authenticator', add: ['security.authenticator.lifecycle.update'] },
    patch: 'security.authenticator.lifecycle.update',
    remove: ['security.authenticator.lifecycle.update'],
  },
  zones: lifecycle('NetworkZone', 'zone'),
  behaviors: without(lifecycle('Behavior', 'security.behavior.settings')),
  trustedOrigins: without(lifecycle('TrustedOrigin', 'security.trusted_origin')),
  logStreams: lifecycle('LogStream', 'system.log_stream.lifecycle'),
  eventHooks: past('EventHook', 'event_hook'),
  inlineHooks: without(past('InlineHook', 'inline_hook')),
  devices: {
    ...{ target: 'Device', add: ['device.enrollment.create'], patch: 'device.lifecycle.activate' },
    ...{ activate: 'device.lifecycle.activate', deactivate: 'device.lifecycle.deactivate' },
    remove: ['device.lifecycle.delete'],
  },
};
