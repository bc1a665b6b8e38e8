import { patternTokens } from './pattern-tokens';
import type { PatternToken } from './pattern-tokens';

/** Whom an identity provider's filter on usernames lets pass, as far as its pattern can be read. */
export type SubjectFilter =
  | { readonly admits: 'anybody' }
  /** Only names at these domains; rather too many than too few. */
  | { readonly admits: 'domains'; readonly domains: readonly AdmittedDomain[] }
  /** The pattern has a form we do not read: any name may pass. */
  | { readonly admits: 'unknown' };

export interface AdmittedDomain {
  /** In lower case; `?` stands for any one character, which an unescaped dot admits. */
  readonly name: string;
  /** Domains below it too. */
  readonly below: boolean;
  /** The name must end with the domain; otherwise more may follow it. */
  readonly ends: boolean;
}

type Tokens = readonly PatternToken[];

const UNKNOWN: SubjectFilter = { admits: 'unknown' };
const ANYBODY: SubjectFilter = { admits: 'anybody' };
/** Okta's own limit of the field (`PolicySubject.filter`); what is longer is not from there. */
const LONGEST = 1024;
/** More domains than that from one pattern are no list that somebody wrote out. */
const MOST_DOMAINS = 100;

/**
 * Reads a filter (`policy.subject.filter`, a Java regular expression) that says "anything at these domains", such as
 * Okta's example `(\S+@example\.com)` or `(?i)^[^@]+@(a|b)\.example$`, or "anything". It is recognised and never run: one
 * that somebody wrote by hand could take for ever.
 *
 * Case never counts, nor what the pattern asks of the text before the `@`.
 */
export function readSubjectFilter(pattern: string): SubjectFilter {
  const bare = pattern.trim();
  if (bare === '') return ANYBODY;
  if (bare.length > LONGEST) return UNKNOWN;
  const anchored = bare.startsWith('^(?i)') ? `^${bare.slice(5)}` : bare;
  const tokens = patternTokens(anchored.startsWith('(?i)') ? anchored.slice(4) : anchored);
  return tokens === null || !isBalanced(tokens) ? UNKNOWN : read(tokens, false);
}

/** Whether a username is at one of the domains. */
export function isAdmitted(username: string, domains: readonly AdmittedDomain[]): boolean {
  const name = username.toLowerCase();
  const first = name.indexOf('@') + 1;
  if (first === 0) return false;
  return domains.some(({ name: domain, below, ends }) => {
    const last = name.length - domain.length;
    for (let at = ends ? Math.max(first, last) : first; at <= last; at += 1) {
      const begins = name[at - 1] === '@' || (below && name[at - 1] === '.');
      if (begins && standsAt(name, at, domain)) return true;
    }
    return false;
  });
}

function standsAt(name: string, at: number, domain: string): boolean {
  for (let i = 0; i < domain.length; i += 1) if (domain[i] !== '?' && domain[i] !== name[at + i]) return false;
  return true;
}

function isBalanced(tokens: Tokens): boolean {
  let depth = 0;
  for (const { type } of tokens) {
    if (type === 'open') depth += 1;
    else if (type === 'close') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** @param ends whether the pattern around these tokens says that the name ends behind them */
function read(tokens: Tokens, ends: boolean): SubjectFilter {
  const alternatives = alternativesOf(tokens);
  if (alternatives.length === 1) return readOne(tokens, ends);
  const all = alternatives.map((alternative) => readOne(alternative, ends));
  if (all.some(({ admits }) => admits === 'anybody')) return ANYBODY;
  const domains = all.flatMap((each) => (each.admits === 'domains' ? each.domains : []));
  return all.some(({ admits }) => admits === 'unknown') || domains.length > MOST_DOMAINS
    ? UNKNOWN
    : { admits: 'domains', domains };
}

function readOne(tokens: Tokens, ends: boolean): SubjectFilter {
  const from = tokens[0]?.type === 'start' ? 1 : 0;
  const endsHere = tokens.at(-1)?.type === 'end';
  const inner = tokens.slice(from, endsHere ? -1 : undefined);
  if (isBracketed(inner)) return read(inner.slice(1, -1), ends || endsHere);
  if (inner.some(({ type }) => type === 'start' || type === 'end')) return UNKNOWN;
  const at = inner.findIndex(isAt);
  if (at < 0) return isAnything(inner) && inner.some((token) => token.type === 'set' && token.at) ? ANYBODY : UNKNOWN;
  const local = inner.slice(0, at);
  const domain = inner.slice(at + 1);
  if (!isBalanced(local) || domain.some(isAt)) return UNKNOWN;
  if (isAnything(local) && isAnyDomain(domain)) return ANYBODY;
  return readDomains(domain, ends || endsHere);
}

function isAt(token: PatternToken): boolean {
  return token.type === 'char' && token.value === '@' && token.times === 'once';
}

/** Any text: nothing but wide pieces, in brackets or not. */
function isAnything(tokens: Tokens): boolean {
  return tokens.length > 0 && tokens.every((token) => isWide(token) || isPlainBracket(token));
}

function isWide(token: PatternToken): boolean {
  return token.type === 'set' && token.ordinary && token.times === 'unbounded';
}

function isPlainBracket(token: PatternToken): boolean {
  return token.type === 'open' || (token.type === 'close' && token.times === 'once');
}

/** Any text with a dot in it; the number of letters it may end with, as in `[a-z]{2,4}`, keeps out no domain to speak of. */
function isAnyDomain(tokens: Tokens): boolean {
  return (
    tokens.some(isWide) &&
    tokens.some((token) => isDot(token) || (token.type === 'set' && token.dots)) &&
    tokens.every(
      (token, at) =>
        isWide(token) || isPlainBracket(token) || isDot(token) || (at === tokens.length - 1 && isLetters(token)),
    )
  );
}

function isLetters(token: PatternToken): boolean {
  return token.type === 'set' && token.ordinary && token.times === 'bounded';
}

function isDot(token: PatternToken): boolean {
  return token.type === 'char' && token.value === '.' && token.times === 'once';
}

function readDomains(tokens: Tokens, ends: boolean): SubjectFilter {
  const skipped = subdomainPieces(tokens);
  const names = spellings(tokens.slice(skipped));
  if (names === null) return UNKNOWN;
  const below = skipped > 0;
  // "Below" a whole top-level domain is a stranger's place.
  const whole = names.every((name) => name !== '' && (!below || name.includes('.')));
  return whole ? { admits: 'domains', domains: names.map((name) => ({ name, below, ends })) } : UNKNOWN;
}

/** How many tokens in front stand for domains below the one that follows: `.*\.` or `(?:[^@]+\.)?`. */
function subdomainPieces(tokens: Tokens): number {
  const [first, second] = tokens;
  if (first === undefined || second === undefined) return 0;
  if (isWide(first)) return isDot(second) ? 2 : 0;
  const [, , third, fourth] = tokens;
  if (first.type !== 'open' || third === undefined || fourth === undefined || fourth.type !== 'close') return 0;
  return isWide(second) && isDot(third) ? 4 : 0;
}

/** The texts that characters, single dots and brackets with alternatives of them spell; null where there is more. */
function spellings(tokens: Tokens): readonly string[] | null {
  let texts: readonly string[] = [''];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as PatternToken;
    let next: readonly string[] | null;
    let times: string;
    if (token.type === 'open') {
      const end = closing(tokens, at);
      next = inBrackets(tokens.slice(at + 1, end));
      times = (tokens[end] as Extract<PatternToken, { type: 'close' }>).times;
      at = end;
    } else {
      next = spelling(token);
      times = token.type === 'char' || token.type === 'set' ? token.times : '';
    }
    if (next === null || (times !== 'once' && times !== 'optional')) return null;
    const pieces = times === 'optional' ? ['', ...next] : next;
    if (texts.length * pieces.length > MOST_DOMAINS) return null;
    texts = texts.flatMap((text) => pieces.map((piece) => text + piece));
  }
  return texts;
}

function inBrackets(tokens: Tokens): readonly string[] | null {
  const all: string[] = [];
  for (const alternative of alternativesOf(tokens)) {
    const texts = spellings(alternative);
    if (texts === null) return null;
    all.push(...texts);
  }
  return all;
}

function spelling(token: PatternToken): readonly string[] | null {
  if (token.type === 'char') return isOfDomain(token.value) ? [token.value.toLowerCase()] : null;
  return token.type === 'set' && token.ordinary && token.dots && token.at ? ['?'] : null;
}

function isOfDomain(char: string): boolean {
  return /^[A-Za-z0-9.-]$/.test(char);
}

function isBracketed(tokens: Tokens): boolean {
  const last = tokens.at(-1);
  return (
    tokens[0]?.type === 'open' &&
    last?.type === 'close' &&
    last.times === 'once' &&
    closing(tokens, 0) === tokens.length - 1
  );
}

/** Position of the bracket that closes the one at `open`. */
function closing(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const { type } = tokens[at] as PatternToken;
    if (type === 'open') depth += 1;
    else if (type === 'close') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** Cut at each `|` outside brackets. */
function alternativesOf(tokens: Tokens): Tokens[] {
  const alternatives: PatternToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.type === 'open') depth += 1;
    else if (token.type === 'close') depth -= 1;
    if (token.type === 'or' && depth === 0) alternatives.push([]);
    else alternatives.at(-1)!.push(token);
  }
  return alternatives;
}
