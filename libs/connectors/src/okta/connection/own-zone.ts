import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';

/**
 * Okta refuses a token that is used outside of its network zone as it refuses one whose owner lacks a role. But every
 * user may read themselves: a token that may not even do that is refused for where it is used from.
 * @throws {OktaError} `outside_network`
 */
export async function refuseOutsideZone(client: OktaClient, signal?: AbortSignal): Promise<void> {
  if (client.credentialKind !== 'api_token') return;
  try {
    await client.get(oktaPath`/api/v1/users/me`, { urgency: 'interactive', signal });
  } catch (error) {
    if (!(error instanceof OktaError)) throw error;
    if (error.refusal === 'role_missing') throw outsideNetwork();
  }
}

export function outsideNetwork(): OktaError {
  return new OktaError(
    'outside_network',
    'Okta refuses the API token everything, even to tell whose it is: it is bound to a network zone, and this machine is outside of it.',
    undefined,
    {
      remedy:
        'Add the address this machine reaches Okta from to the zone under Security > Networks, or bind the token to another zone.',
    },
  );
}
