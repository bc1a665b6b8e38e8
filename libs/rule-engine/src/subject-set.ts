import type { NodeKey } from '@posture/domain';

/** Subjects of one evaluation, numbered in the order they came; shared by the sets of all rules. */
export class SubjectIndex {
  readonly keys: NodeKey[] = [];
  private numbers: Map<string, number> | null = null;

  add(key: NodeKey): number {
    this.numbers = null;
    return this.keys.push(key) - 1;
  }

  numberOf(key: string): number | undefined {
    if (this.numbers === null) {
      this.numbers = new Map(this.keys.map((known, number) => [known, number]));
    }
    return this.numbers.get(key);
  }
}

const GROWTH = 2;

/**
 * A set of subject keys as one bit a subject. Where a scope is missing, scores of rules cannot assess 100,000 users
 * each; sets of strings would hold millions of entries to say so.
 */
export class SubjectSet implements ReadonlySet<string> {
  private bits = new Uint32Array(32);
  private held = 0;

  constructor(private readonly index: SubjectIndex) {}

  add(number: number): void {
    const word = number >>> 5;
    if (word >= this.bits.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.bits.length * GROWTH));
      grown.set(this.bits);
      this.bits = grown;
    }
    const bit = 1 << (number & 31);
    if ((this.bits[word]! & bit) !== 0) return;
    this.bits[word]! |= bit;
    this.held += 1;
  }

  get size(): number {
    return this.held;
  }

  has(key: string): boolean {
    const number = this.held === 0 ? undefined : this.index.numberOf(key);
    return number !== undefined && ((this.bits[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
  }

  *values(): SetIterator<string> {
    for (let word = 0; word < this.bits.length; word += 1) {
      const bits = this.bits[word]!;
      if (bits === 0) continue;
      for (let bit = 0; bit < 32; bit += 1) {
        if ((bits & (1 << bit)) !== 0) yield this.index.keys[word * 32 + bit]!;
      }
    }
  }

  keys(): SetIterator<string> {
    return this.values();
  }

  *entries(): SetIterator<[string, string]> {
    for (const key of this.values()) yield [key, key];
  }

  [Symbol.iterator](): SetIterator<string> {
    return this.values();
  }

  forEach(visit: (value: string, key: string, set: ReadonlySet<string>) => void, receiver?: unknown): void {
    for (const key of this.values()) visit.call(receiver, key, key, this);
  }
}
