import { OktaError } from './okta-error';

/** Pages in a row that tell nothing new, after which a list is given up: each costs a request and none will be last. */
const FRUITLESS_PAGES = 3;

/** How often an empty page that leads to itself is asked once more: some come empty only because Okta was slow. */
const ASKED_AGAIN = 1;

/** The way one list has gone so far. Every list ends: a page must lead to a new place, and soon to a new record. */
export class PageTrail {
  readonly #places = new Set<string>();
  readonly #records = new Set<string>();
  #place = '';
  #empty = false;
  #fruitless = 0;
  #askedAgain = 0;

  constructor(private readonly list: string) {}

  /** @param target path and query of the page that was answered with these records */
  met(target: string, items: readonly unknown[]): void {
    this.#place = placeOf(target);
    this.#places.add(this.#place);
    const before = this.#records.size;
    for (const item of items) this.#records.add(nameOf(item));
    this.#empty = items.length === 0;
    this.#fruitless = this.#records.size === before ? this.#fruitless + 1 : 0;
  }

  /**
   * @returns the page to go on with; null at the end, which is an empty page that leads to itself and, asked again, is
   *   empty still
   * @throws {OktaError} `page_loop` when going on to that page cannot be told from going on for ever
   */
  onward(next: string): string | null {
    const place = placeOf(next);
    if (place === this.#place && this.#empty) {
      this.#askedAgain += 1;
      return this.#askedAgain > ASKED_AGAIN ? null : next;
    }
    this.#askedAgain = 0;
    if (this.#places.has(place)) throw circle(this.list);
    if (this.#fruitless >= FRUITLESS_PAGES) {
      throw endless(
        `The pages of ${this.list} go on without an end: ${this.#fruitless} in a row held no new record; reading stopped.`,
      );
    }
    return next;
  }
}

/** A page that leads to where somebody has been. */
export function circle(list: string): OktaError {
  return endless(`The pages of ${list} lead in a circle; reading stopped.`);
}

function endless(message: string): OktaError {
  return new OktaError('page_loop', message, undefined, {
    remedy: "Check that no proxy changes or keeps Okta's answers, then read again.",
  });
}

/** A page's place whatever its size. */
function placeOf(target: string): string {
  const [path = '', query = ''] = target.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.delete('limit');
  parameters.sort();
  return `${path}?${parameters.toString()}`;
}

function nameOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null ? (item as { readonly id?: unknown }).id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(item);
}
