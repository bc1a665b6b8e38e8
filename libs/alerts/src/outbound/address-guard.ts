import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { DomainError } from '@posture/domain';
import { admits, hidden } from './target';
import type { Admitted } from './target';

/** As `dns.lookup` with all addresses asked for. */
export type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * Says which addresses a connection may lead to, whichever protocol it speaks: as it is written, as its name resolves,
 * and as it leads. A name that is public when it is saved and private when it is called never gets a connection.
 */
export class AddressGuard {
  constructor(
    private readonly admitted: Admitted,
    private readonly resolve: Resolve = lookup,
  ) {}

  /** What an address that is written as one is refused with: nobody resolves it. null: it may be tried. */
  ofLiteral(host: string): DomainError | null {
    const bare = host.replace(/^\[|\]$/g, '');
    return isLiteral(bare) && !admits(bare, this.admitted) ? hidden(bare) : null;
  }

  /** What a connection that led there is refused with; null: it may be used. */
  ofConnected(host: string, address: string): DomainError | null {
    return admits(address, this.admitted) ? null : hidden(host);
  }

  /** For `net.connect`: one address that is not admitted refuses the name. */
  readonly lookup: LookupFunction = (host, options, done) => {
    this.resolve(host, { all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      if (found.some(({ address }) => !admits(address, this.admitted))) return done(hidden(host), []);
      const wanted = found.filter(({ family }) =>
        options.family !== 4 && options.family !== 6 ? true : family === options.family,
      );
      const [first] = wanted;
      if (first === undefined)
        return done(Object.assign(new Error(`"${host}" has no address`), { code: 'ENOTFOUND' }), []);
      return options.all === true ? done(null, wanted) : done(null, first.address, first.family);
    });
  };
}

function isLiteral(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
