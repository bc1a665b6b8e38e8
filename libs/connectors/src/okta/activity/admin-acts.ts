import type { Activity } from '@posture/domain';

/** As targets of the log name Okta's own application for administrators. */
const ADMIN_CONSOLE = 'Okta Admin Console';
const SIGN_ON = 'user.authentication.sso';
const CONSOLE_VISIT = 'user.session.access_admin_app';
/** Of families that are otherwise everybody's. */
const ADMINS = ['user.session.clear', 'user.session.impersonation.', 'user.authentication.universal_logout'];

/**
 * What everybody does without a role, or what Okta itself says of them: signing in, answering a challenge, being given
 * tokens, asking for access, running into a limit (Okta event types, 2026).
 */
const EVERYBODYS = [
  'user.session.',
  'user.authentication.',
  'user.risk.',
  'user.credential.',
  'user.identity_verification',
  'policy.evaluate_sign_on',
  'policy.auth_reevaluate.',
  'policy.entity_risk.',
  'application.policy.sign_on.deny_access',
  'application.user_membership.change_password',
  'application.user_membership.change_username',
  'application.user_membership.show_password',
  'app.generic.unauth_app_access_attempt',
  'app.oauth2.as.authorize',
  'app.oauth2.as.consent.',
  'app.oauth2.as.token.',
  'app.oauth2.authorize',
  'app.oauth2.consent.',
  'app.oauth2.invalid_client_credentials',
  'app.oauth2.client_id_rate_limit_warning',
  'app.oauth2.signon',
  'app.oauth2.token.',
  'access.request.',
  'device.',
  'core.',
  'security.threat.detected',
  'security.request.',
  'security.attack.',
  'security.session.',
  'security.breached_credential.',
  'security.events.provider.',
  'system.api_token.request_outside_allowed_range',
  'system.client.',
  'system.email.',
  'system.operation.',
  'system.org.rate_limit.',
  'system.push.',
  'system.sms.',
  'system.voice.',
];

/**
 * Whether it takes an admin role, or a scope of Okta's API, to do that. What is not known to be anybody's is taken for an
 * administrator's: a role in use must not seem unused. What users do to themselves, or the log tells of a user without
 * saying which other one it was done to, takes no role.
 */
export function isAdminAct({ type, isOnSelf, targetNames }: Activity): boolean {
  if (type === CONSOLE_VISIT) return true;
  if (type === SIGN_ON) return targetNames.includes(ADMIN_CONSOLE);
  const isOf = (families: readonly string[]) => families.some((each) => type.startsWith(each));
  if (isOnSelf === true || (type.startsWith('user.') && isOnSelf === null)) return false;
  return isOf(ADMINS) || !isOf(EVERYBODYS);
}
