import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/** A value that shows as `[redacted]` in JSON, strings, logs and inspection. `reveal()` is the one way to read it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
