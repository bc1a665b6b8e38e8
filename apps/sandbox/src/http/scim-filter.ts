import { invalidSearch } from './okta-error';

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'sw' | 'ew' | 'co' | 'pr';

export interface Comparison {
  readonly attribute: string;
  readonly operator: Operator;
  readonly value: string | number | boolean | null;
}

export type Expression =
  | Comparison
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly not: Expression };

/** Which attributes an endpoint accepts, with which operators. */
export interface Grammar {
  /** `profile.*` stands for every profile attribute, `*` for every attribute that is not named. */
  readonly attributes: Readonly<Record<string, readonly Operator[]>>;
  readonly caseSensitive: boolean;
}

const OPERATORS: ReadonlySet<string> = new Set<Operator>(['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sw', 'ew', 'co', 'pr']);
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()])|([^\s()"]+))/y;

/** @throws OktaError 400 E0000031 when the text is no expression or names what the endpoint cannot search */
export function parseFilter(text: string, grammar: Grammar): Expression {
  const tokens = tokenize(text);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const take = (): string => {
    const token = tokens[position++];
    if (token === undefined) throw invalidSearch('The search expression ended unexpectedly.');
    return token;
  };
  const joined = (word: string, below: () => Expression): Expression[] => {
    const parts = [below()];
    while (peek()?.toLowerCase() === word) {
      position++;
      parts.push(below());
    }
    return parts;
  };
  const either = (): Expression => {
    const parts = joined('or', both);
    return parts.length === 1 ? (parts[0] as Expression) : { any: parts };
  };
  const both = (): Expression => {
    const parts = joined('and', term);
    return parts.length === 1 ? (parts[0] as Expression) : { all: parts };
  };
  const term = (): Expression => {
    if (peek()?.toLowerCase() === 'not' && tokens[position + 1] === '(') {
      position++;
      return { not: term() };
    }
    if (peek() === '(') {
      position++;
      const inner = either();
      if (take() !== ')') throw invalidSearch('A closing parenthesis is missing.');
      return inner;
    }
    const attribute = take();
    const operator = take().toLowerCase();
    if (!OPERATORS.has(operator)) throw invalidSearch(`Unsupported operator: ${operator}`);
    allowed(grammar, attribute, operator as Operator);
    const value = operator === 'pr' ? null : literal(take());
    return { attribute, operator: operator as Operator, value };
  };
  const expression = either();
  if (position !== tokens.length) throw invalidSearch(`Unexpected: ${String(peek())}`);
  return expression;
}

/** @param read the attribute's value of the object at hand */
export function matches(expression: Expression, read: (attribute: string) => unknown, caseSensitive: boolean): boolean {
  if ('all' in expression) return expression.all.every((part) => matches(part, read, caseSensitive));
  if ('any' in expression) return expression.any.some((part) => matches(part, read, caseSensitive));
  if ('not' in expression) return !matches(expression.not, read, caseSensitive);
  const found = read(expression.attribute);
  const values: unknown[] = Array.isArray(found) ? found : [found];
  return values.some((value) => compare(expression, value, caseSensitive));
}

/** Reads a dotted path of a wire object. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text);
    if (!found) throw invalidSearch('The search expression is not well formed.');
    tokens.push((found[1] ?? found[2] ?? found[3]) as string);
  }
  if (tokens.length === 0) throw invalidSearch('The search expression is empty.');
  return tokens;
}

function allowed(grammar: Grammar, attribute: string, operator: Operator): void {
  const operators =
    grammar.attributes[attribute] ??
    (attribute.startsWith('profile.') ? grammar.attributes['profile.*'] : undefined) ??
    grammar.attributes['*'];
  if (!operators) throw invalidSearch(`The attribute ${attribute} is not searchable.`);
  if (!operators.includes(operator)) throw invalidSearch(`${attribute} does not support the operator ${operator}.`);
}

function literal(token: string): string | number | boolean | null {
  try {
    return JSON.parse(token) as string | number | boolean | null;
  } catch {
    throw invalidSearch(`Not a value: ${token}`);
  }
}

const INSTANT = /^\d{4}-\d\d-\d\d(T|$)/;

function compare({ operator, value: wanted }: Comparison, value: unknown, caseSensitive: boolean): boolean {
  if (operator === 'pr') return value !== undefined && value !== null && value !== '';
  if (operator === 'ne') return !same(value, wanted, caseSensitive);
  if (operator === 'eq') return same(value, wanted, caseSensitive);
  if (value === undefined || value === null || wanted === null) return false;
  if (operator === 'sw' || operator === 'ew' || operator === 'co') {
    const [text, part] = [fold(value, caseSensitive), fold(wanted, caseSensitive)];
    return operator === 'sw' ? text.startsWith(part) : operator === 'ew' ? text.endsWith(part) : text.includes(part);
  }
  const [a, b] = [ordinal(value, caseSensitive), ordinal(wanted, caseSensitive)];
  switch (operator) {
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
  }
}

function same(value: unknown, wanted: unknown, caseSensitive: boolean): boolean {
  if (value === undefined || value === null) return wanted === null;
  if (wanted === null) return false;
  return ordinal(value, caseSensitive) === ordinal(wanted, caseSensitive);
}

function ordinal(value: unknown, caseSensitive: boolean): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && INSTANT.test(value)) return Date.parse(value);
  return fold(value, caseSensitive);
}

function fold(value: unknown, caseSensitive: boolean): string {
  const text = String(value);
  return caseSensitive ? text : text.toLowerCase();
}
