import type { LookupFunction } from 'node:net';
import type { DomainError } from '@posture/domain';
import { guardedLookup } from '@posture/platform';
import type { Resolve } from '@posture/platform';
import { admits, hidden } from './target';
import type { Admitted } from './target';

/**
 * Says which addresses a connection may lead to, whichever protocol it speaks: as it is written, as its name resolves,
 * and as it leads. A name that is public when it is saved and private when it is called never gets a connection.
 */
export class AddressGuard {
  /** For `net.connect`: one address that is not admitted refuses the name. */
  readonly lookup: LookupFunction;

  constructor(
    private readonly admitted: Admitted,
    resolve?: Resolve,
  ) {
    this.lookup = guardedLookup((address) => admits(address, admitted), hidden, resolve);
  }

  /** What an address that is written as one is refused with: nobody resolves it. null: it may be tried. */
  ofLiteral(host: string): DomainError | null {
    const bare = host.replace(/^\[|\]$/g, '');
    return isLiteral(bare) && !admits(bare, this.admitted) ? hidden(bare) : null;
  }

  /** What a connection that led there is refused with; null: it may be used. */
  ofConnected(host: string, address: string): DomainError | null {
    return admits(address, this.admitted) ? null : hidden(host);
  }
}

function isLiteral(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
