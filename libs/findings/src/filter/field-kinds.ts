import { DomainError } from '@posture/domain';
import type { Bind, Filterable, Operator } from './filter';

/** What a filter is read with. */
export interface Reading {
  /** Id of whoever asks, for `me`; left out, nobody does. */
  readonly me?: string;
  /** Names of connections, so that people need not write ids; left out, only ids are understood. */
  readonly connections?: readonly { readonly id: string; readonly name: string }[];
}

/** One thing a filter can ask. `sql` and `test` say the same, of a row and of a finding at hand. */
export interface Field {
  readonly name: string;
  /** How it is written, for whoever wrote something else. */
  readonly example: string;
  /** Whether it takes bounds (`>=` and the like), or nothing else. */
  readonly bounds: 'never' | 'also' | 'only';
  /** A value as it is kept in a term. @throws {DomainError} `filter.value` with what would be right as its remedy */
  read(value: string, reading: Reading): string;
  /** @returns a condition, which may be null for a row that has no value */
  sql(operator: Operator, values: readonly string[], bind: Bind, at: Date): string;
  test(operator: Operator, values: readonly string[], finding: Filterable, at: Date): boolean;
}

/** Where a field's value is kept: the expression in SQL, and the same of a finding at hand. */
interface Kept<T> {
  readonly sql: string;
  readonly of: (finding: Filterable) => T;
}

/** One of a few words, whatever their case. @param ordered from least to most, so that it takes bounds */
export function choice(
  name: string,
  choices: readonly string[],
  { sql, of, ordered = false }: Kept<string> & { readonly ordered?: boolean },
): Field {
  const chosen = (operator: Operator, values: readonly string[]) =>
    operator === '='
      ? values
      : choices.filter((each) => holds(operator, choices.indexOf(each), choices.indexOf(values[0]!)));
  return {
    name,
    example: `${name}:${choices[choices.length - 1]!}`,
    bounds: ordered ? 'also' : 'never',
    read(value) {
      const found = choices.find((each) => each.toLowerCase() === value.toLowerCase());
      if (found !== undefined) return found;
      throw wrongValue(name, value, `Choose of ${choices.join(', ')}.`);
    },
    sql: (operator, values, bind) => isOneOf(sql, chosen(operator, values), 'text', bind),
    test: (operator, values, finding) => chosen(operator, values).includes(of(finding)),
  };
}

/** What is so or is not, each with a name of its own. */
export function flags(
  name: string,
  all: Readonly<Record<string, { sql(bind: Bind, at: Date): string; of(finding: Filterable, at: Date): boolean }>>,
): Field {
  const { read } = choice(name, Object.keys(all), { sql: '', of: () => '' });
  return {
    name,
    example: `${name}:${Object.keys(all)[0]!}`,
    bounds: 'never',
    read,
    sql: (_, values, bind, at) => anyOf(values.map((value) => all[value]!.sql(bind, at))),
    test: (_, values, finding, at) => values.some((value) => all[value]!.of(finding, at)),
  };
}

/** Text as it is, `*` standing for any part of it. */
export function pattern(name: string, example: string, { sql, of }: Kept<string>): Field {
  return {
    name,
    example: `${name}:${example}`,
    bounds: 'never',
    read: (value) => value,
    sql(_, values, bind) {
      const exact = values.filter((value) => !value.includes('*'));
      const open = values.filter((value) => value.includes('*'));
      return anyOf([
        ...(exact.length === 0 ? [] : [isOneOf(sql, exact, 'text', bind)]),
        ...open.map((value) => `${sql} like ${bind(value.replace(/[\\%_]/g, '\\$&').replace(/\*/g, '%'))}`),
      ]);
    },
    test: (_, values, finding) => values.some((value) => isLike(of(finding), value)),
  };
}

/** A whole number from 0 on. @param most the highest there is */
export function wholeNumber(name: string, most: number, { sql, of }: Kept<number>): Field {
  return {
    name,
    example: `${name}:>=70`,
    bounds: 'also',
    read(value) {
      if (/^\d{1,6}$/.test(value) && Number(value) <= most) return String(Number(value));
      throw wrongValue(name, value, `Write a whole number from 0 to ${most}, such as ${name}:>=70.`);
    },
    sql: (operator, values, bind) =>
      operator === '='
        ? `${sql} = any(${bind(values.map(Number))}::int[])`
        : `${sql} ${operator} ${bind(Number(values[0]))}::int`,
    test: (operator, values, finding) => values.some((value) => holds(operator, of(finding), Number(value))),
  };
}

/** How a filter says that there is nobody. */
export const NOBODY = 'none';

const HOURS = { h: 1, d: 24, w: 7 * 24 } as const;
const HOUR_MS = 3_600_000;
const MOST_HOURS = 10 * 366 * 24;

/** How long ago something was, or how soon it will be, in hours, days or weeks. What has no such instant is neither. */
export function distance(name: string, toward: 'past' | 'future', { sql, of }: Kept<Date | string | null>): Field {
  const sign = toward === 'past' ? -1 : 1;
  const bound = (value: string, at: Date) => at.getTime() + sign * hoursOf(value) * HOUR_MS;
  // Longer ago is an earlier instant.
  const compared = (operator: Operator) => (toward === 'past' ? TURNED[operator] : operator);
  return {
    name,
    example: toward === 'past' ? `${name}:>7d` : `${name}:<3d`,
    bounds: 'only',
    read(value) {
      const hours = hoursOf(value);
      if (hours <= MOST_HOURS) return value;
      throw wrongValue(name, value, `Write hours, days or weeks, such as ${this.example}; at most ten years.`);
    },
    sql: (operator, values, bind, at) =>
      `${sql} ${compared(operator)} ${bind(new Date(bound(values[0]!, at)))}::timestamptz`,
    test(operator, values, finding, at) {
      const value = of(finding);
      return value !== null && holds(compared(operator), new Date(value).getTime(), bound(values[0]!, at));
    },
  };
}

/** Somebody by id, `me`, or `none` where there is nobody. */
export function somebody(name: string, { sql, of }: Kept<string | null>): Field {
  return {
    name,
    example: `${name}:none`,
    bounds: 'never',
    read(value, { me }) {
      if (value !== 'me') return value;
      if (me !== undefined) return me;
      throw wrongValue(name, value, 'Nobody in particular asks here: write the id of whom you mean.');
    },
    sql(_, values, bind) {
      const ids = values.filter((value) => value !== NOBODY);
      return anyOf([
        ...(values.includes(NOBODY) ? [`${sql} is null`] : []),
        ...(ids.length === 0 ? [] : [isOneOf(sql, ids, 'text', bind)]),
      ]);
    },
    test: (_, values, finding) => values.includes(of(finding) ?? NOBODY),
  };
}

/** A connection by id or name. */
export function ofConnection(name: string, { sql, of }: Kept<string>): Field {
  return {
    name,
    example: `${name}:"Acme"`,
    bounds: 'never',
    read(value, { connections = [] }) {
      if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)) return value.toLowerCase();
      const found = connections.find((each) => each.name.toLowerCase() === value.toLowerCase());
      if (found !== undefined) return found.id;
      const names = connections.slice(0, 20).map((each) => `"${each.name}"`);
      throw wrongValue(
        name,
        value,
        `Write the id of a connection${names.length === 0 ? '' : `, or one of ${names.join(', ')}`}.`,
      );
    },
    sql: (_, values, bind) => isOneOf(sql, values, 'uuid', bind),
    test: (_, values, finding) => values.includes(of(finding)),
  };
}

/** Any part of any of the texts, whatever its case. @param sql expressions, some of which may be null */
export function partOf(
  name: string,
  { sql, of }: { readonly sql: readonly string[]; readonly of: (finding: Filterable) => readonly (string | null)[] },
): Field {
  return {
    name,
    example: '"two words"',
    bounds: 'never',
    read: (value) => value,
    sql: (_, values, bind) =>
      anyOf(
        values.flatMap((value) => {
          const placed = bind(value);
          return sql.map((text) => `coalesce(strpos(lower(${text}), lower(${placed}::text)) > 0, false)`);
        }),
      ),
    test: (_, values, finding) =>
      values.some((value) => of(finding).some((text) => text?.toLowerCase().includes(value.toLowerCase()) === true)),
  };
}

const TURNED: Readonly<Record<Operator, Operator>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=', '=': '=' };

function holds(operator: Operator, left: number, right: number): boolean {
  switch (operator) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '=':
      return left === right;
  }
}

/** An index keeps what is of one value in its order; of several it does not. */
export function isOneOf(sql: string, values: readonly string[], type: 'text' | 'uuid', bind: Bind): string {
  return values.length === 1 ? `${sql} = ${bind(values[0])}::${type}` : `${sql} = any(${bind(values)}::${type}[])`;
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' or ')})`;
}

/** @returns Infinity for what is no such span */
function hoursOf(value: string): number {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(value) ?? [];
  return unit === undefined ? Infinity : Number(count) * HOURS[unit as keyof typeof HOURS];
}

/** In time linear in the text for each `*`: the earliest place for a part is never the wrong one. */
function isLike(text: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}

function wrongValue(field: string, value: string, remedy: string): DomainError {
  return new DomainError('filter.value', 'invalid', `"${value.slice(0, 80)}" is no value of ${field}.`, { remedy });
}
