import { textHash } from './dice';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SPACE = 62 ** 6;
/** Prime, so coprime to 62: the multiplication permutes 0…SPACE-1, and stays exact below 10 million indices. */
const STEP = 1_000_003;
const STEP_INVERSE = inverse(BigInt(STEP), BigInt(SPACE));

/** The highest index an id can carry. */
export const MAX_INDEX = 10_000_000;

/**
 * Ids that look like Okta's (a three-character prefix and 17 more) and carry an index: the six characters behind the
 * prefix are the permuted index, the rest a check. So `(seed, index)` gives the id and the id gives the index back.
 */
export class OktaIds {
  private readonly offset: number;

  constructor(private readonly seed: string) {
    this.offset = textHash(`${seed}\u0000ids`);
  }

  /** @throws RangeError for an index below 0 or above MAX_INDEX */
  encode(prefix: string, index: number): string {
    if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) throw new RangeError(`no id for index ${index}`);
    const place = (index * STEP + this.offset) % SPACE;
    return prefix + base62(place, 6) + this.tail(`${prefix}#${index}`, 11);
  }

  /** Undefined when the id was not made by `encode` with that prefix and seed. */
  decode(prefix: string, id: string): number | undefined {
    if (id.length !== 20 || !id.startsWith(prefix)) return undefined;
    const place = fromBase62(id.slice(3, 9));
    if (place === undefined) return undefined;
    const shifted = (((BigInt(place) - BigInt(this.offset)) % BigInt(SPACE)) + BigInt(SPACE)) % BigInt(SPACE);
    const index = Number((shifted * STEP_INVERSE) % BigInt(SPACE));
    return index <= MAX_INDEX && this.encode(prefix, index) === id ? index : undefined;
  }

  /** The id of an object that a scenario or this model calls by a name. */
  named(prefix: string, name: string): string {
    return prefix + this.tail(`${prefix}@${name}`, 20 - prefix.length);
  }

  private tail(text: string, length: number): string {
    let out = '';
    for (let round = 0; out.length < length; round++) out += base62(textHash(`${this.seed}/${text}/${round}`), 5);
    return out.slice(0, length);
  }
}

function base62(value: number, width: number): string {
  let out = '';
  for (let rest = value; out.length < width; rest = Math.floor(rest / 62)) out = ALPHABET.charAt(rest % 62) + out;
  return out;
}

function fromBase62(text: string): number | undefined {
  let value = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 62 + digit;
  }
  return value;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0n, 1n];
  while (r1 !== 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
  return ((t0 % modulus) + modulus) % modulus;
}
