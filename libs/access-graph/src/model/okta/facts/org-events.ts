/** Which mail tells of which change. Source: Okta's event types and help, "General security: notification emails". */
export const MAILS: Readonly<Record<string, string>> = {
  'system.email.mfa_enroll_notification.sent_message': 'user.mfa.factor.activate',
  'system.email.mfa_reset_notification.sent_message': 'user.mfa.factor.reset_all',
  'system.email.password_reset.sent_message': 'user.account.reset_password',
};
export const AI_AGENT = [
  'workload_principal.ai_agent.create',
  'workload_principal.ai_agent.credential.create',
  'workload_principal.ai_agent.activate',
  'app.cross_app_access.connection.create',
];
export const FREQUENT = [
  'user.session.start',
  'user.authentication.sso',
  'user.authentication.auth_via_mfa',
  'policy.evaluate_sign_on',
  'app.oauth2.token.grant.access_token',
  'app.oauth2.as.token.grant.access_token',
];
/** Event types whose last occurrence these facts ask of the log. */
export const ORG_EVENT_TYPES: readonly string[] = [
  ...new Set([...Object.keys(MAILS), ...Object.values(MAILS), ...AI_AGENT, ...FREQUENT]),
];
