import type { OwnRequests } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import type { OktaRefusal } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { objects, text } from '../map/wire';
import type { Wire } from '../map/wire';

/** Refusals after which it stays unknown which API token is ours. */
const STAYS_UNKNOWN: ReadonlySet<OktaRefusal> = new Set([
  'scope_missing',
  'role_missing',
  'feature_missing',
  'not_found',
  'path_unknown',
]);

/**
 * What Okta's log knows our own requests by. An OAuth client is told by its id. Okta does not say which API token a
 * request is made with (`/api/v1/api-tokens/current` can only be deleted): it is the one its owner has, and unknown where
 * the owner has several or the list may not be read.
 * @throws {OktaError} when Okta does not answer
 */
export async function ownRequests(client: OktaClient, signal?: AbortSignal): Promise<OwnRequests> {
  const { userAgent, clientId } = client;
  if (clientId !== null) return { clientIds: [clientId], userAgent };
  const options = { urgency: 'interactive' as const, signal };
  try {
    const me = await client.get(oktaPath`/api/v1/users/me`, options);
    const listed = await client.get(oktaPath`/api/v1/api-tokens`, options);
    const owner = text(me.body as Wire | null, 'id');
    const tokens = objects({ listed: listed.body }, 'listed').filter((token) => text(token, 'userId') === owner);
    const id = tokens.length === 1 && owner !== null ? text(tokens[0]!, 'id') : null;
    return id === null ? { userAgent } : { apiTokenIds: [id], userAgent };
  } catch (error) {
    if (error instanceof OktaError && STAYS_UNKNOWN.has(error.refusal)) return { userAgent };
    throw error;
  }
}
