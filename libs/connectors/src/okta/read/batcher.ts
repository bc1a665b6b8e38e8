/**
 * Collects what arrives while a write is under way and hands it on together (group commit): many readers, few
 * transactions, no timer. Each caller's promise follows the fate of its own batch.
 */
export class Batcher<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  readonly #maxItems: number;
  readonly #weigh: (item: T) => number;
  #waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #busy = false;

  /** @param maxWeight weight of one batch beyond which it is not filled further */
  constructor(write: (items: readonly T[]) => Promise<void>, maxWeight: number, weigh: (item: T) => number = () => 1) {
    this.#write = write;
    this.#maxItems = maxWeight;
    this.#weigh = weigh;
  }

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) {
        this.#busy = true;
        // On the next turn, so that everything added in this one travels along.
        queueMicrotask(() => void this.#drain());
      }
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      let weight = 0;
      let size = 0;
      while (size < this.#waiting.length && (size === 0 || weight < this.#maxItems)) {
        const entry = this.#waiting[size];
        if (entry !== undefined) weight += this.#weigh(entry.item);
        size += 1;
      }
      const batch = this.#waiting.splice(0, size);
      try {
        await this.#write(batch.map((entry) => entry.item));
        batch.forEach((entry) => entry.resolve());
      } catch (error) {
        batch.forEach((entry) => entry.reject(error));
      }
    }
    this.#busy = false;
  }
}
