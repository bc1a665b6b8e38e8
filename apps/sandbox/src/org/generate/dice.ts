/** Chance that is a function of (seed, topic, index): the same org for the same seed, object by object, in any order. */
export class Dice {
  private readonly topics = new Map<string, number>();

  constructor(private readonly seed: string) {}

  /** A whole number in 0…2^32-1. */
  u32(topic: string, index: number): number {
    let hash = this.topics.get(topic);
    if (hash === undefined) this.topics.set(topic, (hash = textHash(`${this.seed}\u0000${topic}`)));
    return mix(hash ^ mix((index + 0x9e3779b9) >>> 0));
  }

  /** A whole number in 0…below-1. */
  int(topic: string, index: number, below: number): number {
    return below <= 1 ? 0 : this.u32(topic, index) % below;
  }

  chance(topic: string, index: number, probability: number): boolean {
    return this.u32(topic, index) / 0x1_0000_0000 < probability;
  }

  pick<T>(topic: string, index: number, from: readonly T[]): T {
    return from[this.int(topic, index, from.length)] as T;
  }
}

/** FNV-1a, then mixed: short texts spread over all bits. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash >>> 0);
}

/** Spreads 32 bits over 32 bits. */
export function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
