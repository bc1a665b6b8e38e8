import type { FactSet } from '@posture/domain';
import { apiTokenFacts } from './api-token.facts';
import { attributeFacts } from './attribute.facts';
import { customRoleFacts } from './custom-role.facts';
import { groupFacts } from './group.facts';
import { groupRuleFacts } from './group-rule.facts';
import { orgPrivilegeFacts } from './org-privilege.facts';
import { resourceSetFacts } from './resource-set.facts';
import { roleAssignmentFacts } from './role-assignment.facts';
import { userFactorFacts } from './user-factors.facts';
import { userFacts } from './user.facts';
import { appPolicyFacts } from './app-policy.facts';
import { appSignOnFacts } from './app-sign-on.facts';
import { authenticatorFacts } from './authenticator.facts';
import { deviceFacts } from './device.facts';
import { globalSessionFacts } from './global-session.facts';
import { hookFacts } from './hook.facts';
import { logStreamFacts } from './log-stream.facts';
import { orgSettingsFacts } from './org-settings.facts';
import { passwordPolicyFacts } from './password-policy.facts';
import { policyFacts } from './policy.facts';
import { trustedOriginFacts } from './trusted-origin.facts';
import { zoneFacts } from './zone.facts';
import { appFacts } from './app.facts';
import { appOauthFacts } from './app-oauth.facts';
import { authServerFacts } from './auth-server.facts';
import { authServerPolicyFacts } from './auth-server-policy.facts';
import { authServerRuleFacts } from './auth-server-rule.facts';
import { clientSecretFacts } from './client-secret.facts';
import { grantFacts } from './grant.facts';
import { idpFacts } from './idp.facts';
import { jwkFacts } from './jwk.facts';
import { serviceIntegrationFacts } from './service-integration.facts';
import { signingKeyFacts } from './signing-key.facts';
import { roleUseFacts } from './role-use.facts';
import { userAppUseFacts } from './user-app-use.facts';

/** Every fact set, one line a theme; the scan computes a subject's facts from those of its kind. */
export const FACT_SETS: readonly FactSet[] = [
  apiTokenFacts,
  attributeFacts,
  customRoleFacts,
  groupFacts,
  groupRuleFacts,
  orgPrivilegeFacts,
  resourceSetFacts,
  roleAssignmentFacts,
  userFactorFacts,
  userFacts,
  appPolicyFacts,
  appSignOnFacts,
  authenticatorFacts,
  deviceFacts,
  globalSessionFacts,
  hookFacts,
  logStreamFacts,
  orgSettingsFacts,
  passwordPolicyFacts,
  policyFacts,
  trustedOriginFacts,
  zoneFacts,
  appFacts,
  appOauthFacts,
  authServerFacts,
  authServerPolicyFacts,
  authServerRuleFacts,
  clientSecretFacts,
  grantFacts,
  idpFacts,
  jwkFacts,
  serviceIntegrationFacts,
  signingKeyFacts,
  roleUseFacts,
  userAppUseFacts,
];
