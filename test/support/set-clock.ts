/** A clock that goes on when the test says so, also back. */
export class SetClock {
  #now: number;

  constructor(now = '2026-11-30T12:00:00Z') {
    this.#now = Date.parse(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  random(): number {
    return 0.5;
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }
}
