/** Whether a username gets past an identity provider's filter. */
export type AdmitsName = (name: string) => boolean;

/** A character or class of characters before the `@`, and how often: anything that neither chooses nor groups. */
const ATOM = String.raw`(?:[\w.-]|\\[Swd.-]|\[\^?(?:[\w.%+@-]|\\[swd.-])+\])(?:(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?)?`;
/** A domain written out; a dot that nobody escaped stands for any character. */
const DOMAIN = String.raw`(?:[A-Za-z0-9-]|\\?\.|\\-)+`;
const NAMES_DOMAINS = new RegExp(
  String.raw`^(?:${ATOM})*@(?:(?<one>${DOMAIN})|\((?:\?:)?(?<several>${DOMAIN}(?:\|${DOMAIN})*)\))$`,
);

/**
 * The usernames a pattern admits, where it says "anything at these domains": `\S+@partner\.example`,
 * `^[^@]+@(a\.example|b\.example)$`. Null for every other pattern: they are written for Java, and one that somebody wrote
 * by hand and that is run here could take for ever.
 *
 * Admits rather too much than too little: any text before the `@`, capitals or not and, unless the pattern says that the
 * name ends there, any text behind the domain.
 */
export function admittedNames(pattern: string): AdmitsName | null {
  const text = withoutBrackets(pattern.trim());
  const endsThere = text.endsWith('$');
  const domains = NAMES_DOMAINS.exec(withoutBrackets(text.replace(/^\^/, '').replace(/\$$/, '')))?.groups;
  if (domains === undefined) return null;
  const ending = new RegExp(`@(?:${domains['one'] ?? domains['several']})${endsThere ? '$' : ''}`, 'i');
  return (name) => ending.test(name);
}

/** Okta's own example stands in brackets as a whole. */
function withoutBrackets(pattern: string): string {
  const whole = pattern.startsWith('(') && pattern.endsWith(')') && pattern.lastIndexOf('(') === 0;
  return whole ? pattern.slice(1, -1) : pattern;
}
