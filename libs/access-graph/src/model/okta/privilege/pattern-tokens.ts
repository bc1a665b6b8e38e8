/** How often a piece of a pattern may stand: as it is, or left out, or a bounded or any number of times. */
export type Times = 'once' | 'optional' | 'bounded' | 'unbounded';

export type PatternToken =
  | { readonly type: 'char'; readonly value: string; readonly times: Times }
  /** One of several characters: `ordinary` those of names, `dots` a dot, `at` an `@`; as far as it admits them for sure. */
  | {
      readonly type: 'set';
      readonly ordinary: boolean;
      readonly dots: boolean;
      readonly at: boolean;
      readonly times: Times;
    }
  | { readonly type: 'open' }
  | { readonly type: 'close'; readonly times: Times }
  | { readonly type: 'or' | 'start' | 'end' };

/** Letter case is nobody's concern here: `A-Z` is as good as `a-z`. */
type CharSet = Omit<Extract<PatternToken, { type: 'set' }>, 'type' | 'times'>;

const ANY: CharSet = { ordinary: true, dots: true, at: true };
const NO_LETTERS: CharSet = { ordinary: false, dots: false, at: false };
const CLASSES: Readonly<Record<string, CharSet>> = {
  S: ANY,
  w: { ...ANY, dots: false, at: false },
  d: NO_LETTERS,
  s: NO_LETTERS,
};
const SIGNS: Readonly<Record<string, 'or' | 'start' | 'end'>> = { '|': 'or', '^': 'start', $: 'end' };
const LETTER_OR_DIGIT = /^[A-Za-z0-9]$/;

/**
 * A regular expression cut into its pieces in one pass, without ever being run. Null where it has one that is not known
 * here: a look-around, a reference, a nested class, a flag.
 */
export function patternTokens(pattern: string): readonly PatternToken[] | null {
  const tokens: PatternToken[] = [];
  let at = 0;
  while (at < pattern.length) {
    const sign = pattern[at] as string;
    const plain = SIGNS[sign];
    if (plain !== undefined) {
      tokens.push({ type: plain });
      at += 1;
      continue;
    }
    if (sign === '(') {
      at += pattern.startsWith('(?:', at) ? 3 : 1;
      if (pattern[at] === '?') return null;
      tokens.push({ type: 'open' });
      continue;
    }
    const piece = sign === ')' ? { token: CLOSE, next: at + 1 } : pieceAt(pattern, at);
    if (piece === null) return null;
    const { times, next } = timesAt(pattern, piece.next);
    tokens.push({ ...piece.token, times });
    at = next;
  }
  return tokens;
}

const CLOSE = { type: 'close' } as const;

type Piece =
  { readonly type: 'close' } | { readonly type: 'char'; readonly value: string } | ({ readonly type: 'set' } & CharSet);

function pieceAt(pattern: string, at: number): { token: Piece; next: number } | null {
  const sign = pattern[at] as string;
  if (sign === '.') return { token: { type: 'set', ...ANY }, next: at + 1 };
  if (sign === '[') return classAt(pattern, at + 1);
  if (sign === '\\') {
    const escaped = pattern[at + 1];
    if (escaped === undefined) return null;
    const set = CLASSES[escaped];
    if (set !== undefined) return { token: { type: 'set', ...set }, next: at + 2 };
    return LETTER_OR_DIGIT.test(escaped) ? null : { token: { type: 'char', value: escaped }, next: at + 2 };
  }
  return '*+?{}]'.includes(sign) ? null : { token: { type: 'char', value: sign }, next: at + 1 };
}

/** `from` is behind the bracket that opens the class. */
function classAt(pattern: string, from: number): { token: Piece; next: number } | null {
  const negated = pattern[from] === '^';
  let at = negated ? from + 1 : from;
  const admits = { ordinary: false, dots: false, at: false };
  /** Holds nothing but `@` and white space; negated, the class still admits all that names are made of. */
  let onlyOdd = true;
  const start = at;
  for (; pattern[at] !== ']'; at += 1) {
    const sign = pattern[at];
    if (sign === undefined || sign === '[' || pattern.startsWith('&&', at)) return null;
    if (sign === '\\') {
      at += 1;
      const escaped = pattern[at];
      const set = escaped === undefined ? undefined : CLASSES[escaped];
      if (escaped === undefined || (set === undefined && LETTER_OR_DIGIT.test(escaped))) return null;
      admits.ordinary ||= set?.ordinary ?? false;
      admits.dots ||= set?.dots ?? escaped === '.';
      admits.at ||= set?.at ?? escaped === '@';
      if (escaped !== 's' && escaped !== '@') onlyOdd = false;
      continue;
    }
    if (pattern.startsWith('a-z', at) || pattern.startsWith('A-Z', at)) admits.ordinary = true;
    admits.dots ||= sign === '.';
    admits.at ||= sign === '@';
    if (sign !== ' ' && sign !== '@') onlyOdd = false;
  }
  if (at === start) return null;
  const set = !negated ? admits : onlyOdd ? { ordinary: true, dots: true, at: !admits.at } : NO_LETTERS;
  return { token: { type: 'set', ...set }, next: at + 1 };
}

/** A quantifier, if one stands there, with the sign that makes it lazy or possessive. */
function timesAt(pattern: string, at: number): { times: Times; next: number } {
  const sign = pattern[at];
  let times: Times;
  let next = at + 1;
  if (sign === '*' || sign === '+') times = 'unbounded';
  else if (sign === '?') times = 'optional';
  else if (sign === '{') {
    const end = pattern.indexOf('}', at);
    if (end < 0) return { times: 'once', next: at };
    times = pattern[end - 1] === ',' ? 'unbounded' : 'bounded';
    next = end + 1;
  } else return { times: 'once', next: at };
  if (pattern[next] === '?' || pattern[next] === '+') next += 1;
  return { times, next };
}
