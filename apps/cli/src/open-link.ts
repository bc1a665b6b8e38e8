import { OKTA, oktaCredentialText } from '@posture/connectors';
import type { Link } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import type { ConnectRequest, Provider } from '@posture/flows';
import { Secret, systemClock } from '@posture/platform';
import type { CredentialOptions } from './credential-options';
import { readCredential } from './read-credential';

/** What `posture` was told of an org, as a connection is asked for. @throws {DomainError} naming the option */
export function connectRequest(options: CredentialOptions): ConnectRequest {
  const credential = new Secret(oktaCredentialText(readCredential(options)));
  return { provider: OKTA, address: options.oktaDomain, credential, allowLoopback: options.allowLocal ?? false };
}

/** A way to the org, without any store. @throws {DomainError} naming the option */
export async function openLink(options: CredentialOptions): Promise<{ link: Link; provider: Provider }> {
  const request = connectRequest(options);
  const provider = (await loadProviders()).get(request.provider);
  return { link: provider.open({ ...request, clock: systemClock }), provider };
}
