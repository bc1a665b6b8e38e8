import type { LookupFunction } from 'node:net';
import { DomainError } from '@posture/domain';
import { guardedLookup } from '@posture/platform';
import type { Resolve } from '@posture/platform';
import { isLoopbackAddress, isPublicAddress } from './okta-domain';

/** Leads to public addresses only. @param local for `localhost`, which must lead to this machine and nowhere else */
export function orgLookup(local: boolean, resolve?: Resolve): LookupFunction {
  return guardedLookup(local ? isLoopbackAddress : isPublicAddress, privateHost, resolve);
}

function privateHost(host: string): DomainError {
  return new DomainError('okta.domain_invalid', 'invalid', `"${host}" leads to an address where no Okta org can be.`, {
    field: 'oktaDomain',
    remedy: 'Check the domain and the DNS of this machine.',
  });
}
