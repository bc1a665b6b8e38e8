import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { DomainError } from '@posture/domain';
import { isLoopbackAddress, isPublicAddress } from './okta-domain';

type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * A resolver for every connection we open, not only the first: a name that is public when it is saved and private
 * when it is called (DNS rebinding) is refused at the moment of the call. @param local for `localhost`, which must
 * lead to this machine and nowhere else
 */
export function guardedLookup(local: boolean, resolve: Resolve = lookup): LookupFunction {
  const admits = local ? isLoopbackAddress : isPublicAddress;
  return (host, options, done) => {
    resolve(host, { all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const wanted = found.filter((each) =>
        options.family !== 4 && options.family !== 6 ? true : each.family === options.family,
      );
      const usable = wanted.length > 0 ? wanted : found;
      const hidden = usable.find(({ address }) => !admits(address));
      if (hidden !== undefined) return done(privateHost(host), []);
      const [first] = usable;
      if (first === undefined) return done(new Error(`"${host}" has no address`), []);
      return options.all === true ? done(null, usable) : done(null, first.address, first.family);
    });
  };
}

function privateHost(host: string): DomainError {
  return new DomainError('okta.domain_invalid', 'invalid', `"${host}" leads to an address where no Okta org can be.`, {
    field: 'oktaDomain',
    remedy: 'Check the domain and the DNS of this machine.',
  });
}
