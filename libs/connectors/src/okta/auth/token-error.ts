import { DomainError } from '@posture/domain';

interface TokenFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly field?: string;
}

/** Words an authorization server answers with: RFC 6749 §5.2, RFC 6750, RFC 9449, OpenID Connect. Others are not passed on. */
const REGISTERED: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
  'invalid_token',
  'insufficient_scope',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'consent_required',
]);

/** Okta's token endpoint errors in an administrator's words; the descriptions are matched loosely, they may change. */
export function tokenError(status: number, error: string, description: string): DomainError {
  const failure = explain(status, error, description.toLowerCase());
  return new DomainError(`okta.${failure.code}`, status === 429 ? 'upstream' : 'credential_refused', failure.message, {
    remedy: failure.remedy,
    ...(failure.field === undefined ? {} : { field: failure.field }),
    details: { status, error: REGISTERED.has(error) || /^E\d{1,10}$/.test(error) ? error : null },
  });
}

const CLOCK: TokenFailure = {
  code: 'clock_skewed',
  message: "Okta finds the time in our request wrong: the clock of this machine differs from Okta's.",
  remedy: 'Synchronise the clock of this machine (NTP) and try again.',
};

function explain(status: number, error: string, said: string): TokenFailure {
  if (error === 'invalid_client') return invalidClient(said);
  if (error === 'invalid_scope') {
    return {
      code: 'scope_not_granted',
      message: 'None of the scopes we ask for is granted to the app.',
      remedy:
        'Grant the read scopes to the app under "Okta API Scopes" in the Admin Console (a super admin must do it).',
    };
  }
  if (error === 'consent_required') {
    return {
      code: 'consent_required',
      message: 'A scope of the app is not consented for client credentials.',
      remedy: 'Let a super admin grant the scope under "Okta API Scopes" of the app.',
    };
  }
  if (error === 'access_denied') {
    return {
      code: 'client_denied',
      message: 'A policy of the org denies the app an access token.',
      remedy: 'Check the policies of the org that apply to the app, and whether the app is active.',
    };
  }
  if (error === 'invalid_dpop_proof') {
    return /expired|future|issued/.test(said)
      ? CLOCK
      : {
          code: 'dpop_refused',
          message: 'Okta refuses our proof of possession (DPoP).',
          remedy: 'Check that the org\'s domain is the one the app uses; else switch "Require DPoP" off for the app.',
        };
  }
  if (error === 'unsupported_grant_type' || error === 'unauthorized_client') {
    return {
      code: 'grant_not_enabled',
      message: 'The app may not use client credentials.',
      remedy: 'Use an app of type "API Services", or enable the grant type "Client Credentials" for it.',
      field: 'clientId',
    };
  }
  if (status === 429) {
    return {
      code: 'rate_limited',
      message: 'Okta limits how often a token may be asked for.',
      remedy: 'Wait a minute and try again.',
    };
  }
  return {
    code: 'token_refused',
    message: `Okta gave no access token (HTTP ${status}).`,
    remedy: 'Check that the domain is that of an Okta org and that the app is active.',
  };
}

function invalidClient(said: string): TokenFailure {
  if (said.includes('private_key_jwt')) {
    return {
      code: 'client_needs_key',
      message:
        'This app must prove itself with a key pair; a client secret works for API service integrations of the catalogue only.',
      remedy: 'Register a public key with the app and connect with the private key.',
      field: 'clientSecret',
    };
  }
  if (said.includes('application_type') || said.includes('service app')) {
    return {
      code: 'client_wrong_type',
      message: 'The app is not a service app.',
      remedy: 'Create an app integration of type "API Services" and use its client id.',
      field: 'clientId',
    };
  }
  if (/expired|future|issued|before current|exp claim/.test(said)) return CLOCK;
  if (said.includes('audience') || said.includes("'aud'")) {
    return {
      code: 'domain_mismatch',
      message: 'Okta expects the assertion for another address of this org (custom domain or okta.com).',
      remedy: 'Connect with the other domain of the org.',
      field: 'oktaDomain',
    };
  }
  if (/\bkid\b|signature|jwkset|jwks|no key|public key/.test(said)) {
    return {
      code: 'key_not_registered',
      message: 'Okta does not know the public key that belongs to this private key.',
      remedy: 'Register the public key with the app, and give its key id when the app has several.',
      field: 'privateKey',
    };
  }
  return {
    code: 'client_refused',
    message:
      'Okta rejects the client id or its secret or key: mistyped, rotated, of another org, or the app is inactive.',
    remedy: "Compare the client id with the app's, create a new secret or key there, and connect again.",
    field: 'clientId',
  };
}
