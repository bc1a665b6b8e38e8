import { MINUTE } from './entry';

/** What has to be looked at again, by the minute. Time only goes on. */
export class Agenda<Item> {
  readonly #byMinute = new Map<number, Set<Item>>();
  #next = Number.POSITIVE_INFINITY;

  /** @param at infinite: never */
  note(item: Item, at: number): void {
    if (!Number.isFinite(at)) return;
    const minute = Math.floor(at / MINUTE);
    const items = this.#byMinute.get(minute);
    if (items === undefined) this.#byMinute.set(minute, new Set([item]));
    else items.add(item);
    this.#next = Math.min(this.#next, minute);
  }

  /** Takes all that is due before an instant, on the minute. */
  take(before: number): Set<Item> {
    const due = new Set<Item>();
    const end = Math.floor(before / MINUTE);
    for (; this.#next < end && this.#byMinute.size > 0; this.#next += 1) {
      for (const item of this.#byMinute.get(this.#next) ?? []) due.add(item);
      this.#byMinute.delete(this.#next);
    }
    if (this.#byMinute.size === 0) this.#next = Number.POSITIVE_INFINITY;
    return due;
  }
}
