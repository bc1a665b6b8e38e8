import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** As `dns.lookup` with all addresses asked for. */
export type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * A resolver for every connection we open, not only the first: a name that is public when it is saved and private when it
 * is called (DNS rebinding) is refused at the moment of the call. One address that is not admitted refuses the name,
 * whichever would have been taken.
 * @param refused what a name is refused with
 */
export function guardedLookup(
  admits: (address: string) => boolean,
  refused: (host: string) => Error,
  resolve: Resolve = lookup,
): LookupFunction {
  return (host, options, done) => {
    resolve(host, { all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      if (!found.every(({ address }) => admits(address))) return done(refused(host), []);
      const isAnyFamily = options.family !== 4 && options.family !== 6;
      const wanted = found.filter(({ family }) => isAnyFamily || family === options.family);
      const [first] = wanted;
      if (first === undefined)
        return done(Object.assign(new Error(`"${host}" has no address`), { code: 'ENOTFOUND' }), []);
      return options.all === true ? done(null, wanted) : done(null, first.address, first.family);
    });
  };
}
