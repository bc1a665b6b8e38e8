/** How many different texts are held for a while before those nobody repeats are let go. */
const MOST = 100_000;

/**
 * One string for equal texts: events repeat what they say, and each brings strings of its own. What was not said again
 * while many others were is forgotten here, not where it is held.
 */
export class Words {
  #recent = new Map<string, string>();
  #before = new Map<string, string>();

  of(text: string): string {
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const word = this.#before.get(text) ?? text;
    this.#recent.set(word, word);
    if (this.#recent.size > MOST) {
      this.#before = this.#recent;
      this.#recent = new Map();
    }
    return word;
  }
}
