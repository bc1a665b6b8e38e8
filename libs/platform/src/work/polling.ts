/** Does something again and again, so long after it was done last, until it is stopped. It keeps no process alive. */
export class Polling {
  #timer: NodeJS.Timeout | null = null;
  #polling: Promise<void> = Promise.resolve();

  /** @param poll never throws */
  constructor(
    private readonly everyMs: number,
    private readonly poll: () => Promise<void>,
  ) {}

  /** Goes on when it has begun already. */
  start(): void {
    if (this.#timer === null) this.#later();
  }

  /** Ends once what is being done is done. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#polling;
  }

  #later(): void {
    const timer = setTimeout(() => {
      this.#polling = this.poll().then(() => {
        // Stopped meanwhile, and perhaps begun again.
        if (this.#timer === timer) this.#later();
      });
    }, this.everyMs);
    this.#timer = timer.unref();
  }
}
