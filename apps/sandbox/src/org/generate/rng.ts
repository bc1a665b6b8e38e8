import { mix, textHash } from './dice';

/** Chance in a sequence: the same seed, the same draws. What depends on no order takes `Dice` instead. */
export class Rng {
  private readonly start: number;
  /** A second half, so that streams of many seeds do not run into each other. */
  private readonly twist: number;
  private drawn = 0;

  constructor(seed: string | number) {
    this.start = textHash(String(seed));
    this.twist = textHash(`${seed}\u0000twist`);
  }

  /** A whole number in 0…2^32-1. */
  u32(): number {
    return mix(this.twist ^ mix(this.start ^ mix((++this.drawn * 0x9e3779b9) >>> 0)));
  }

  /** A whole number in 0…below-1; 0 when `below` is 1 or less. */
  int(below: number): number {
    return below <= 1 ? 0 : this.u32() % below;
  }

  /** A number from `low` (included) to `high`. */
  between(low: number, high: number): number {
    return low + (this.u32() / 0x1_0000_0000) * (high - low);
  }

  chance(probability: number): boolean {
    return this.u32() / 0x1_0000_0000 < probability;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[this.int(from.length)] as T;
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let out = '';
    while (out.length < length) out += this.u32().toString(16).padStart(8, '0');
    return out.slice(0, length);
  }

  uuid(): string {
    return uuidOf(this.hex(32));
  }
}

/** 32 hexadecimal digits in the form of a UUID. */
export function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
