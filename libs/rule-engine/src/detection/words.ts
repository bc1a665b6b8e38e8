/** A field of which so many different texts came names things of which there is no end: users, addresses, sessions. */
const MOST = 500;

/**
 * One string for equal texts of a field: events repeat what they say, and each brings strings of its own. Where a field
 * has a text of its own for nearly each, looking for it costs more than it saves.
 */
export class Words {
  /** null: too many different ones came. */
  readonly #byField = new Map<string, Map<string, string> | null>();

  of(field: string, text: string): string {
    const words = this.#byField.get(field);
    if (words === null) return text;
    if (words === undefined) {
      this.#byField.set(field, new Map([[text, text]]));
      return text;
    }
    const known = words.get(text);
    if (known !== undefined) return known;
    if (words.size < MOST) words.set(text, text);
    else this.#byField.set(field, null);
    return text;
  }
}
