import { oktaCredentialText, oktaWire } from '@posture/connectors';
import type { Link, RuleFile } from '@posture/domain';
import type { ConnectRequest, Provider } from '@posture/flows';
import { Secret, systemClock } from '@posture/platform';
import type { AppConfig } from '@posture/platform';
import { allRules } from './all-rules';
import type { CredentialOptions } from './credential-options';
import { readCredential } from './read-credential';

/** What a command was told of an org, as a connection is asked for. @throws {DomainError} naming the option */
export function connectRequest(options: CredentialOptions): ConnectRequest {
  const credential = new Secret(oktaCredentialText(readCredential(options)));
  return { provider: oktaWire.provider, address: options.oktaDomain, credential };
}

/** A way to an org, without any store, and what is known of its kind. */
export interface BareLink {
  readonly link: Link;
  readonly provider: Provider;
  readonly rules: readonly RuleFile[];
}

/** @throws {DomainError} naming the option */
export async function openLink(request: ConnectRequest, config: AppConfig): Promise<BareLink> {
  const { allowLoopback } = config;
  const providers = await allRules(config);
  const provider = providers.get(request.provider);
  const link = await provider.open({ ...request, allowLoopback, clock: systemClock });
  return { link, provider, rules: providers.rulesOf(request.provider) };
}
