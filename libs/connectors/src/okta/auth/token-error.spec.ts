import { tokenError } from './token-error';

describe('a refusal of the token endpoint tells the administrator what to do', () => {
  it.each([
    [
      401,
      'invalid_client',
      'Client authentication failed. Either the client or the client credentials are invalid.',
      'okta.client_refused',
    ],
    [401, 'invalid_client', 'The client secret supplied for a confidential client is invalid.', 'okta.client_refused'],
    [
      401,
      'invalid_client',
      'Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.',
      'okta.client_needs_key',
    ],
    [
      401,
      'invalid_client',
      "Only clients with 'application_type' set to 'service' may use client credentials.",
      'okta.client_wrong_type',
    ],
    [401, 'invalid_client', 'The client_assertion token is expired.', 'okta.clock_skewed'],
    [401, 'invalid_client', 'The client_assertion token is issued in the future.', 'okta.clock_skewed'],
    [
      401,
      'invalid_client',
      'The audience claim for client_assertion must be the endpoint invoked for the request.',
      'okta.domain_mismatch',
    ],
    [401, 'invalid_client', 'The client_assertion signature is invalid.', 'okta.key_not_registered'],
    [401, 'invalid_client', "The 'kid' in the client_assertion header is invalid.", 'okta.key_not_registered'],
    [401, 'invalid_client', 'No JWKSet is configured for the client.', 'okta.key_not_registered'],
    [
      400,
      'invalid_scope',
      'One or more scopes are not configured for the authorization server resource.',
      'okta.scope_not_granted',
    ],
    [400, 'consent_required', 'Scope cannot be granted for client credentials.', 'okta.consent_required'],
    [400, 'access_denied', 'Policy evaluation failed for this request.', 'okta.client_denied'],
    [400, 'invalid_dpop_proof', "The DPoP proof 'htu' claim is invalid.", 'okta.dpop_refused'],
    [400, 'invalid_dpop_proof', 'The DPoP proof JWT is issued in the future.', 'okta.clock_skewed'],
    [
      400,
      'unauthorized_client',
      'The client is not authorized to use the provided grant type.',
      'okta.grant_not_enabled',
    ],
    [429, '', '', 'okta.rate_limited'],
    [500, '', '', 'okta.token_refused'],
  ])('%i %s "%s" is %s', (status, error, description, code) => {
    const told = tokenError(status, error, description);
    expect(told.code).toBe(code);
    expect(told.remedy).not.toBeNull();
    expect(told.message).not.toContain(description === '' ? 'undefined' : description);
  });
});
