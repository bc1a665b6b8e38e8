import { oktaCredentialText, oktaWire } from '@posture/connectors';
import type { Link, RuleFile } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import type { ConnectRequest, Provider } from '@posture/flows';
import { Secret, systemClock } from '@posture/platform';
import type { CredentialOptions } from './credential-options';
import { readCredential } from './read-credential';

/** What `posture` was told of an org, as a connection is asked for. @throws {DomainError} naming the option */
export function connectRequest(options: CredentialOptions): ConnectRequest {
  const credential = new Secret(oktaCredentialText(readCredential(options)));
  const allowLoopback = options.allowLocal ?? false;
  return { provider: oktaWire.provider, address: options.oktaDomain, credential, allowLoopback };
}

/** A way to the org, without any store. @throws {DomainError} naming the option */
export async function openLink(
  options: CredentialOptions,
): Promise<{ link: Link; provider: Provider; rules: readonly RuleFile[] }> {
  const request = connectRequest(options);
  const providers = await loadProviders();
  const provider = providers.get(request.provider);
  const link = provider.open({ ...request, allowLoopback: request.allowLoopback === true, clock: systemClock });
  return { link, provider, rules: providers.rulesOf(request.provider) };
}
