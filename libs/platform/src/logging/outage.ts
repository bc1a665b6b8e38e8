import type { Logger } from './logger';

/** Tells that something does not work once for an outage, not at every try. */
export class Outage {
  #isTold = false;

  /** @param event under which it is told, as a warning */
  constructor(
    private readonly logger: Logger,
    private readonly event: string,
  ) {}

  /** What is tried again later: never throws. */
  async survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.end();
    } catch (error) {
      this.tell(error);
    }
  }

  tell(error: unknown): void {
    if (!this.#isTold) this.logger.warn(this.event, { error });
    this.#isTold = true;
  }

  end(): void {
    this.#isTold = false;
  }
}
