import type { FactSchema, NodeKind } from '@posture/domain';
import { ORG_PRIVILEGE_FACTS } from './org-privilege.facts';
import { API_TOKEN_FACTS } from './api-token.facts';
import { ATTRIBUTE_FACTS } from './attribute.facts';
import { CUSTOM_ROLE_FACTS } from './custom-role.facts';
import { GROUP_FACTS } from './group.facts';
import { GROUP_RULE_FACTS } from './group-rule.facts';
import { RESOURCE_SET_FACTS } from './resource-set.facts';
import { ROLE_ASSIGNMENT_FACTS } from './role-assignment.facts';
import { USER_FACTS } from './user.facts';
import { USER_FACTOR_FACTS } from './user-factors.facts';
import { APP_POLICY_FACTS } from './app-policy.facts';
import { APP_SIGN_ON_FACTS } from './app-sign-on.facts';
import { AUTHENTICATOR_FACTS } from './authenticator.facts';
import { DEVICE_FACTS } from './device.facts';
import { GLOBAL_SESSION_FACTS } from './global-session.facts';
import { HOOK_FACTS } from './hook.facts';
import { LOG_STREAM_FACTS } from './log-stream.facts';
import { ORG_SETTINGS_FACTS } from './org-settings.facts';
import { PASSWORD_POLICY_FACTS } from './password-policy.facts';
import { POLICY_FACTS } from './policy.facts';
import { TRUSTED_ORIGIN_FACTS } from './trusted-origin.facts';
import { ZONE_FACTS } from './zone.facts';
import { APP_FACTS } from './app.facts';
import { APP_OAUTH_FACTS } from './app-oauth.facts';
import { AUTH_SERVER_FACTS } from './auth-server.facts';
import { AUTH_SERVER_POLICY_FACTS } from './auth-server-policy.facts';
import { AUTH_SERVER_RULE_FACTS } from './auth-server-rule.facts';
import { CLIENT_SECRET_FACTS } from './client-secret.facts';
import { GRANT_FACTS } from './grant.facts';
import { IDP_FACTS } from './idp.facts';
import { JWK_FACTS } from './jwk.facts';
import { SERVICE_INTEGRATION_FACTS } from './service-integration.facts';
import { SIGNING_KEY_FACTS } from './signing-key.facts';
export * from './app.facts';
export * from './app-oauth.facts';
export * from './auth-server.facts';
export * from './auth-server-policy.facts';
export * from './auth-server-rule.facts';
export * from './client-secret.facts';
export * from './grant.facts';
export * from './idp.facts';
export * from './jwk.facts';
export * from './service-integration.facts';
export * from './signing-key.facts';
export * from './app-policy.facts';
export * from './app-sign-on.facts';
export * from './authenticator.facts';
export * from './device.facts';
export * from './global-session.facts';
export * from './hook.facts';
export * from './log-stream.facts';
export * from './org-settings.facts';
export * from './password-policy.facts';
export * from './policy.facts';
export * from './trusted-origin.facts';
export * from './zone.facts';

/** Every fact a rule may use, by the subject's kind. One file a theme; a kind's themes are merged here. */
export const FACT_SCHEMA: Readonly<Partial<Record<NodeKind, FactSchema>>> = {
  Org: { ...ORG_PRIVILEGE_FACTS, ...ORG_SETTINGS_FACTS },
  ApiToken: { ...API_TOKEN_FACTS },
  Attribute: { ...ATTRIBUTE_FACTS },
  CustomRole: { ...CUSTOM_ROLE_FACTS },
  Group: { ...GROUP_FACTS },
  GroupRule: { ...GROUP_RULE_FACTS },
  ResourceSet: { ...RESOURCE_SET_FACTS },
  RoleAssignment: { ...ROLE_ASSIGNMENT_FACTS },
  User: { ...USER_FACTS, ...USER_FACTOR_FACTS },
  App: { ...APP_SIGN_ON_FACTS, ...APP_FACTS, ...APP_OAUTH_FACTS },
  AuthServer: { ...AUTH_SERVER_FACTS },
  AuthServerPolicy: { ...AUTH_SERVER_POLICY_FACTS },
  AuthServerRule: { ...AUTH_SERVER_RULE_FACTS },
  ClientSecret: { ...CLIENT_SECRET_FACTS },
  Grant: { ...GRANT_FACTS },
  IdP: { ...IDP_FACTS },
  Jwk: { ...JWK_FACTS },
  ServiceIntegration: { ...SERVICE_INTEGRATION_FACTS },
  SigningKey: { ...SIGNING_KEY_FACTS },
  Authenticator: { ...AUTHENTICATOR_FACTS },
  Device: { ...DEVICE_FACTS },
  Hook: { ...HOOK_FACTS },
  LogStream: { ...LOG_STREAM_FACTS },
  Policy: { ...POLICY_FACTS, ...PASSWORD_POLICY_FACTS, ...GLOBAL_SESSION_FACTS, ...APP_POLICY_FACTS },
  TrustedOrigin: { ...TRUSTED_ORIGIN_FACTS },
  Zone: { ...ZONE_FACTS },
};

export * from './api-token.facts';
export * from './attribute.facts';
export * from './custom-role.facts';
export * from './group.facts';
export * from './group-rule.facts';
export * from './org-privilege.facts';
export * from './resource-set.facts';
export * from './role-assignment.facts';
export * from './user.facts';
export * from './user-factors.facts';
