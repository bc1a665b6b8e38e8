import { DomainError } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { orgIdentity } from '../map/tenant';
import type { OrgIdentity } from '../map/tenant';
import { UnmappableRecord, required, wireObject } from '../map/wire';

const WELL_KNOWN = oktaPath`/.well-known/okta-organization`;

/**
 * The org's id and engine, from its public metadata; also teaches the client the org's other host name.
 * @throws {DomainError} `okta.not_an_org` when the host answers but not as an Okta org does
 */
export async function readIdentity(client: OktaClient, signal?: AbortSignal): Promise<OrgIdentity> {
  try {
    const { body } = await client.get(WELL_KNOWN, { authenticated: false, urgency: 'interactive', signal });
    const identity = orgIdentity(body);
    if (identity.host !== null) client.knowHost(identity.host);
    return identity;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UnmappableRecord) throw notAnOrg(client, error);
    if (!(error instanceof OktaError)) throw error;
    if (error.refusal === 'path_unknown' || error.refusal === 'not_found') return identityOfApi(client, signal);
    if (error.refusal === 'answer_invalid' || error.refusal === 'redirected') throw notAnOrg(client, error);
    throw error;
  }
}

/** For a server without public metadata: the id from its API, the engine from what only one of them has. */
async function identityOfApi(client: OktaClient, signal?: AbortSignal): Promise<OrgIdentity> {
  try {
    const { body } = await client.get(oktaPath`/api/v1/org`, { urgency: 'interactive', signal });
    const id = required(wireObject(body, 'org'), 'id', 'org');
    return { id, pipeline: (await hasAuthenticators(client, signal)) ? 'idx' : 'v1', host: null };
  } catch (error) {
    signal?.throwIfAborted();
    const strange =
      error instanceof UnmappableRecord || (error instanceof OktaError && error.refusal !== 'credential_refused');
    throw strange ? notAnOrg(client, error) : error;
  }
}

async function hasAuthenticators(client: OktaClient, signal?: AbortSignal): Promise<boolean> {
  try {
    await client.get(oktaPath`/api/v1/authenticators`, { urgency: 'interactive', signal });
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof OktaError)) throw error;
    return error.refusal === 'scope_missing' || error.refusal === 'role_missing';
  }
}

function notAnOrg(client: OktaClient, cause: unknown): DomainError {
  return new DomainError(
    'okta.not_an_org',
    'invalid',
    `"${client.domain.host}" answers, but not as an Okta org does.`,
    {
      field: 'oktaDomain',
      remedy: 'Give the org\'s own domain, such as "acme.okta.com".',
      cause,
    },
  );
}
