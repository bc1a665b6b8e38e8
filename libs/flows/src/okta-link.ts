import { OktaClient, OktaError, OktaReader, normaliseOktaDomain, oktaPath, readIdentity } from '@posture/connectors';
import type { OktaCredential, OktaDomain } from '@posture/connectors';
import type { SyncProgress } from '@posture/domain';
import type { Clock } from '@posture/platform';
import type { ScanOptions } from './scan-types';

export interface LinkRequest {
  readonly domain: string;
  readonly credential: OktaCredential;
  readonly allowLocal?: boolean;
}

/** One open way to one org. Close it when done. */
export interface OktaLink {
  readonly domain: OktaDomain;
  readonly client: OktaClient;
  /** The org's id, after its credential was accepted. @throws {DomainError} `okta.…` */
  tenantId(): Promise<string>;
  reader(options: Pick<ScanOptions, 'factors' | 'includeClientSecrets'>): OktaReader;
  close(): Promise<void>;
}

/** @throws {DomainError} `okta.domain_invalid`, `okta.private_key_invalid`, `okta.credential_invalid` */
export function openOkta(request: LinkRequest, clock: Clock, onProgress?: (progress: SyncProgress) => void): OktaLink {
  const domain = normaliseOktaDomain(request.domain, { allowLocal: request.allowLocal ?? false });
  const client = new OktaClient({ domain, credential: request.credential, clock });
  return {
    domain,
    client,
    tenantId: async () => {
      const { id } = await readIdentity(client);
      await acceptsCredential(client);
      return id;
    },
    reader: ({ factors, includeClientSecrets }) =>
      new OktaReader(client, { factors, includeClientSecrets, onProgress }),
    close: () => client.close(),
  };
}

/** One authenticated call. A refusal of the read alone (scope, role) still shows that the credential is this org's. */
async function acceptsCredential(client: OktaClient): Promise<void> {
  try {
    await client.get(oktaPath`/api/v1/users`, { query: { limit: '1' }, interactive: true });
  } catch (error) {
    if (error instanceof OktaError && ['scope_missing', 'role_missing', 'feature_missing'].includes(error.refusal))
      return;
    throw error;
  }
}
