import { digestOf, hashOfLink } from './chain';
import type { Head, Link } from './chain';

/**
 * altered: a row says something else than it did; missing: rows are gone from the middle, or from the end; unlinked: a row does
 * not follow the one before; unproven: the end was not written by somebody with the master key; unlike: not the hash
 * somebody was told before.
 */
export const CHAIN_FAULTS = ['altered', 'missing', 'unlinked', 'unproven', 'unlike'] as const;
export type ChainFault = (typeof CHAIN_FAULTS)[number];

/** The first place where the chain does not hold, and what is wrong there. */
export interface ChainBreak {
  readonly seq: number;
  readonly fault: ChainFault;
}

/** More are counted, not told. */
const TOLD = 100;

/** Follows the rows of a chain from the first that is kept, in order. */
export class ChainCheck {
  readonly breaks: ChainBreak[] = [];
  faults = 0;
  checked = 0;
  #last: Head;
  /** A hash that somebody was told before. */
  readonly #told: Head | null;

  constructor(firstSeq: number, firstPrevHash: string, told: Head | null) {
    this.#last = { seq: firstSeq - 1, hash: firstPrevHash };
    this.#told = told;
  }

  get lastSeq(): number {
    return this.#last.seq;
  }

  take(link: Link): void {
    const { seq, at, content, salt, digest, prevHash, hash } = link;
    this.checked += 1;
    if (seq !== this.#last.seq + 1) this.#break(this.#last.seq + 1, 'missing');
    else if (prevHash !== this.#last.hash) this.#break(seq, 'unlinked');
    if (digestOf(content, salt) !== digest || hashOfLink(seq, at, prevHash, digest) !== hash)
      this.#break(seq, 'altered');
    if (seq === this.#told?.seq && hash !== this.#told.hash) this.#break(seq, 'unlike');
    this.#last = { seq, hash };
  }

  /** After the last row. @param isProven whether the end was written by somebody with the master key */
  end(head: Head, isProven: boolean): void {
    if (this.#last.seq < head.seq) this.#break(this.#last.seq + 1, 'missing');
    else if (this.#last.hash !== head.hash) this.#break(head.seq, 'unlinked');
    if (!isProven) this.#break(head.seq, 'unproven');
    if (this.#told !== null && this.#told.seq > head.seq) this.#break(head.seq + 1, 'missing');
  }

  #break(seq: number, fault: ChainFault): void {
    this.faults += 1;
    if (this.breaks.length < TOLD) this.breaks.push({ seq, fault });
  }
}
