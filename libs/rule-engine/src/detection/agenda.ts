import { MINUTE } from './spans';

/** What has to be looked at again, by the minute, in groups. Time only goes on. */
export class Agenda<Group, Item> {
  readonly #byMinute = new Map<number, Map<Group, Item[]>>();
  #next = Number.POSITIVE_INFINITY;

  /** An item noted twice is taken twice. @param at infinite: never */
  note(group: Group, item: Item, at: number): void {
    if (!Number.isFinite(at)) return;
    const minute = minuteOf(at);
    let groups = this.#byMinute.get(minute);
    if (groups === undefined) this.#byMinute.set(minute, (groups = new Map<Group, Item[]>()));
    const items = groups.get(group);
    if (items === undefined) groups.set(group, [item]);
    else items.push(item);
    this.#next = Math.min(this.#next, minute);
  }

  /** Takes all that is due before an instant, on the minute. */
  take(before: number): [Group, Item[]][] {
    const due: [Group, Item[]][] = [];
    const end = minuteOf(before);
    for (; this.#next < end && this.#byMinute.size > 0; this.#next += 1) {
      due.push(...(this.#byMinute.get(this.#next) ?? []));
      this.#byMinute.delete(this.#next);
    }
    if (this.#byMinute.size === 0) this.#next = Number.POSITIVE_INFINITY;
    return due;
  }
}

/** A minute no agenda reaches. */
export const NEVER = 2 ** 30;

export function minuteOf(at: number): number {
  return Math.floor(at / MINUTE);
}
