import { mix, textHash } from './dice';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = new Map([...ALPHABET].map((char, digit) => [char, digit]));
/** Places an index can take: five characters. */
const PLACES = 62 ** 5;
/** Prime, so coprime to 62: the multiplication permutes the places. */
const STEP = 1_000_003;
const STEP_INVERSE = inverse(STEP, PLACES);

/** The highest index an id can carry. */
export const MAX_INDEX = 10_000_000;

/**
 * Ids that look like Okta's (a three-character prefix and 17 more) and carry an index: the five characters behind the
 * prefix are the permuted index, the rest a check. So `(seed, index)` gives the id and the id gives the index back.
 */
export class OktaIds {
  private readonly offset: number;
  private readonly prefixes = new Map<string, number>();

  constructor(private readonly seed: string) {
    this.offset = textHash(`${seed}\u0000ids`) % PLACES;
  }

  /** @throws RangeError for an index below 0 or above MAX_INDEX */
  encode(prefix: string, index: number): string {
    if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) throw new RangeError(`no id for index ${index}`);
    const place = (index * STEP + this.offset) % PLACES;
    const first = mix(this.prefixHash(prefix) ^ mix(index));
    const second = mix(first ^ 0x5bd1e995);
    return prefix + base62(place, 5) + base62(first, 6) + base62(second, 6);
  }

  /** Undefined when the id was not made by `encode` with that prefix and seed. */
  decode(prefix: string, id: string): number | undefined {
    if (id.length !== 20 || !id.startsWith(prefix)) return undefined;
    let place = 0;
    for (let i = 3; i < 8; i++) {
      const digit = DIGITS.get(id.charAt(i));
      if (digit === undefined) return undefined;
      place = place * 62 + digit;
    }
    const index = multiply((place - this.offset + PLACES) % PLACES, STEP_INVERSE);
    return index <= MAX_INDEX && this.encode(prefix, index) === id ? index : undefined;
  }

  /** The id of an object that a scenario or this model calls by a name. */
  named(prefix: string, name: string): string {
    const length = 20 - prefix.length;
    let out = '';
    for (let round = 0; out.length < length; round++) {
      out += base62(textHash(`${this.seed}/${prefix}@${name}/${round}`), 5);
    }
    return prefix + out.slice(0, length);
  }

  private prefixHash(prefix: string): number {
    let hash = this.prefixes.get(prefix);
    if (hash === undefined) this.prefixes.set(prefix, (hash = textHash(`${this.seed}\u0000${prefix}`)));
    return hash;
  }
}

function base62(value: number, width: number): string {
  let out = '';
  for (let rest = value; out.length < width; rest = Math.floor(rest / 62)) out = ALPHABET.charAt(rest % 62) + out;
  return out;
}

/** a × b modulo PLACES, in steps that a double holds exactly. */
function multiply(a: number, b: number): number {
  const high = Math.floor(b / 32_768);
  return (((a * high) % PLACES) * 32_768 + a * (b % 32_768)) % PLACES;
}

function inverse(value: number, modulus: number): number {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0, 1];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return ((t0 % modulus) + modulus) % modulus;
}
