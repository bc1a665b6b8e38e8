/** Asked again at the earliest after that. */
const SHORTEST_MS = 10_000;
/** And after so many times what the answer took: at most a hundredth of the store's time goes into it. */
const SHARE = 100;

/** An answer of the store that many may ask for, and that costs the store a known share of its time at most. */
export class Remembered<T> {
  #asked: Promise<T> | null = null;
  #goodUntil = 0;

  /** @param now milliseconds that only go forward */
  constructor(
    private readonly ask: () => Promise<T>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws what asking throws, which is asked again the next time */
  get(): Promise<T> {
    if (this.#asked !== null && this.now() < this.#goodUntil) return this.#asked;
    this.#goodUntil = Number.POSITIVE_INFINITY;
    const begun = this.now();
    this.#asked = this.ask().finally(() => {
      const took = this.now() - begun;
      this.#goodUntil = this.now() + Math.max(SHORTEST_MS, SHARE * took);
    });
    this.#asked.catch(() => (this.#asked = null));
    return this.#asked;
  }
}
