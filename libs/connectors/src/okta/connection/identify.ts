import { DomainError } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import type { OktaRefusal } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { readIdentity } from '../read/org-identity';
import { refuseOutsideZone } from './own-zone';

/** The org's id, after its credential was accepted. @throws {DomainError} `okta.…` naming the input at fault */
export function identify(client: OktaClient, signal?: AbortSignal): Promise<string> {
  return namingInput(client, async () => {
    const { id } = await readIdentity(client, signal);
    await acceptsCredential(client, signal);
    return id;
  });
}

/** A refusal of the read alone shows that the credential is this org's. */
const ACCEPTED_ALL_THE_SAME: readonly OktaRefusal[] = ['scope_missing', 'feature_missing'];
/** What says nothing about the credential: another list may answer. */
const OUT_OF_ORDER: readonly OktaRefusal[] = ['unavailable', 'answer_invalid', 'request_refused'];

/** One authenticated call, or a second one where the first list is out of order: a scan can do without it. */
async function acceptsCredential(client: OktaClient, signal?: AbortSignal): Promise<void> {
  let failure: OktaError | null = null;
  for (const path of [oktaPath`/api/v1/users`, oktaPath`/api/v1/groups`]) {
    try {
      await client.get(path, { query: { limit: '1' }, urgency: 'interactive', signal });
      return;
    } catch (error) {
      if (!(error instanceof OktaError)) throw error;
      if (error.refusal === 'role_missing') return refuseOutsideZone(client, signal);
      if (ACCEPTED_ALL_THE_SAME.includes(error.refusal)) return;
      if (!OUT_OF_ORDER.includes(error.refusal)) throw error;
      failure ??= error;
    }
  }
  throw failure!;
}

const SECRET_FIELD = { api_token: 'token', client_secret: 'clientSecret', private_key: 'privateKey' } as const;

/** A refusal while an org is being connected is about the credential or about the domain; Okta does not say which. */
export async function namingInput<T>(client: OktaClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.field !== null) throw error;
    const { code, kind, message, remedy, details } = error;
    const field = kind === 'credential_refused' ? SECRET_FIELD[client.credentialKind] : 'oktaDomain';
    throw new DomainError(code, kind, message, { field, remedy: remedy ?? undefined, details, cause: error });
  }
}
