import { oktaCredentialText, oktaWire } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import type { Link, OpenLink, ReadOptions } from '@posture/domain';
import { Secret } from '@posture/platform';
import type { Clock } from '@posture/platform';
import type { ScanOptions } from './scan-types';

export interface LinkRequest {
  readonly domain: string;
  readonly credential: OktaCredential;
  readonly allowLocal?: boolean;
}

/** @throws {DomainError} `okta.domain_invalid`, `okta.private_key_invalid`, `okta.credential_invalid` */
export function openOkta(
  { domain, credential, allowLocal = false }: LinkRequest,
  clock: Clock,
  more: Pick<OpenLink, 'read' | 'onProgress'> = {},
): Link {
  const text = new Secret(oktaCredentialText(credential));
  return oktaWire.open({ address: domain, credential: text, allowLoopback: allowLocal, clock, ...more });
}

/** What a scan's options ask of the connector. */
export function readOptions({
  factors,
  includeClientSecrets,
}: Pick<ScanOptions, 'factors' | 'includeClientSecrets'>): ReadOptions {
  return {
    choices: [...(factors === 'all' ? ['all-factors'] : []), ...(includeClientSecrets ? ['client-secrets'] : [])],
  };
}
