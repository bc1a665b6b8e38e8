import { UNTOLD_IDP } from '@posture/domain';
import type { ActivityLog } from '@posture/domain';
import { LOG } from '../catalogue/log';
import { OktaError } from '../http/okta-error';
import { endingOfRow } from '../read/coverage-words';
import { isAdminAct } from './admin-acts';
import { oktaEventHook } from './event-hook';
import { HISTORY_DAYS } from './log-reader';
import { oktaNormaliser } from './okta-normaliser';

/** Signing in to an application, and tokens that it, or a client of its own, is given (Okta event types, 2026). */
const APP_USES = [
  'user.authentication.sso',
  'app.oauth2.as.authorize',
  'app.oauth2.as.token.grant',
  'app.oauth2.authorize',
  'app.oauth2.token.grant',
] as const;

/** Signing in by the word of an identity provider (Okta event types, 2026). */
const IDP_SIGN_INS = [
  'user.authentication.auth_via_IDP',
  'user.authentication.auth_via_inbound_SAML',
  'user.authentication.auth_via_social',
];

/** Okta's System Log as the port tells of it. */
export const oktaLog: ActivityLog = {
  ...LOG,
  historyDays: HISTORY_DAYS,
  normaliser: oktaNormaliser,
  isAppUse: ({ type }) => APP_USES.some((use) => type.startsWith(use)),
  isAppGiven: ({ type }) => type === 'application.user_membership.add',
  isAdminAct,
  idpOf: ({ type, issuerId, targets }) =>
    IDP_SIGN_INS.includes(type) ? (issuerId ?? targets.find(({ kind }) => kind === 'IdP')?.id ?? UNTOLD_IDP) : null,
  coverageOf: (error) =>
    error instanceof OktaError ? endingOfRow(error, LOG, 0) : { state: 'failed', reason: error.message, missing: null },
  hook: oktaEventHook,
};
