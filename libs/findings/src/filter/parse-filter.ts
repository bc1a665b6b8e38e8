import { DomainError } from '@posture/domain';
import type { Field, Reading } from './field-kinds';
import { FIELDS, WORDS } from './fields';
import { OPERATORS } from './filter';
import type { Filter, Operator, Term } from './filter';

const MOST_CHARACTERS = 2_000;
const MOST_TERMS = 50;
const MOST_VALUES = 100;

/** Neither a database nor a log takes these. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * Reads a filter as people write it: terms side by side must all hold, values with commas are alternatives, `-` before a
 * term turns it round, a word without a field is looked for in titles and names of subjects.
 *
 * `severity:>=high status:open is:present rule:okta-path-*,okta-user-* -subject:"User:00u1" seen:>7d "break glass"`
 *
 * @param input name of the request's field the text came in, for refusals
 * @throws {DomainError} `filter.syntax`, `filter.field_unknown`, `filter.value`, `filter.too_long`; each with the place
 */
export function parseFilter(
  text: string,
  { input = 'q', ...reading }: Reading & { readonly input?: string } = {},
): Filter {
  return new FilterReader(text, input, reading).filter();
}

class FilterReader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly input: string,
    private readonly reading: Reading,
  ) {}

  filter(): Filter {
    if (this.text.length > MOST_CHARACTERS) throw this.#tooLong(`more than ${MOST_CHARACTERS} characters`);
    const unprintable = UNPRINTABLE.exec(this.text);
    if (unprintable !== null) throw this.#syntax('A character that cannot be printed', unprintable.index);
    const terms: Term[] = [];
    let values = 0;
    for (this.#skipSpace(); this.#at < this.text.length; this.#skipSpace()) {
      const term = this.#term();
      terms.push(term);
      values += term.values.length;
      if (terms.length > MOST_TERMS) throw this.#tooLong(`more than ${MOST_TERMS} terms`);
      if (values > MOST_VALUES) throw this.#tooLong(`more than ${MOST_VALUES} values`);
    }
    return { terms };
  }

  #term(): Term {
    const start = this.#at;
    const not = this.#take('-');
    const name = /^[a-z]+(?=:)/i.exec(this.text.slice(this.#at))?.[0];
    if (name === undefined) return { field: WORDS.name, not, operator: '=', values: [this.#value(start, /[\s"]/)] };
    const field = FIELDS.find((each) => each.name === name.toLowerCase());
    if (field === undefined) throw this.#unknown(name, start);
    this.#at += name.length + 1;
    const operator = OPERATORS.find((each) => this.#take(each)) ?? '=';
    const values = this.#values(field, start);
    this.#refuse(field, operator, values, start);
    return { field: field.name, not, operator, values };
  }

  #values(field: Field, start: number): string[] {
    const values: string[] = [];
    do {
      const value = this.#value(start, /[\s",]/);
      values.push(this.#placed(start, () => field.read(value, this.reading)));
    } while (this.#take(','));
    return [...new Set(values)];
  }

  #refuse({ name, bounds, example }: Field, operator: Operator, values: readonly string[], start: number): void {
    const wrong = (what: string) =>
      this.#placed(start, () => {
        throw new DomainError('filter.value', 'invalid', `${name} ${what}.`, { remedy: `Write it as in ${example}.` });
      });
    if (operator !== '=' && bounds === 'never') wrong(`takes no ${operator}`);
    if (operator === '=' && bounds === 'only') wrong('takes > or <');
    if (operator !== '=' && values.length > 1) wrong(`takes one value after ${operator}`);
  }

  /** Quoted, or up to what ends it. */
  #value(start: number, end: RegExp): string {
    if (this.#take('"')) return this.#quoted(start);
    const rest = this.text.slice(this.#at);
    const length = end.exec(rest)?.index ?? rest.length;
    if (length === 0) throw this.#syntax('A value is missing', this.#at);
    this.#at += length;
    return rest.slice(0, length);
  }

  #quoted(start: number): string {
    let value = '';
    for (;;) {
      const next = this.text[this.#at];
      if (next === undefined) throw this.#syntax('A quotation mark is never closed', start);
      this.#at += 1;
      if (next === '"') break;
      value += next === '\\' ? (this.text[this.#at++] ?? '') : next;
    }
    if (value === '') throw this.#syntax('Nothing is between the quotation marks', start);
    return value;
  }

  #take(sign: string): boolean {
    const there = this.text.startsWith(sign, this.#at);
    if (there) this.#at += sign.length;
    return there;
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  /** Says of a refusal where the term begins that it is about. */
  #placed<T>(start: number, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw this.#error(error.code, error.message, error.remedy ?? '', start);
    }
  }

  #unknown(name: string, start: number): DomainError {
    const names = FIELDS.map((each) => each.name).join(', ');
    return this.#error(
      'filter.field_unknown',
      `A filter has no field "${name.slice(0, 40)}".`,
      `The fields are ${names}. To look for the words themselves, put them in quotation marks.`,
      start,
    );
  }

  #syntax(what: string, start: number): DomainError {
    return this.#error(
      'filter.syntax',
      `${what}.`,
      'Write it as in severity:critical,high -rule:okta-path-* "two words".',
      start,
    );
  }

  #tooLong(what: string): DomainError {
    return new DomainError('filter.too_long', 'invalid', `The filter has ${what}.`, {
      field: this.input,
      remedy: 'Ask for less at once; rule:okta-path-* stands for all rules that begin so.',
    });
  }

  #error(code: string, message: string, remedy: string, start: number): DomainError {
    const at = start + 1;
    return new DomainError(code, 'invalid', `${message.replace(/\.$/, '')} (at character ${at}).`, {
      field: this.input,
      remedy,
      details: { at },
    });
  }
}
