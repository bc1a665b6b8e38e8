/** A text that nobody closed goes on to the end: one pass, however many quotes there are. */
const TOKENS = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|'(?:[^'\\]|\\[^])*(?:'|\\?$)|[A-Za-z_$][\w$]*|\[|\]|\.|\(|\S/g;

/**
 * User attributes an Okta expression reads: `user.department`, `user["costCenter"]`, `user.profile.title`. Texts,
 * method calls (`user.getInternalProperty("id")`) and attributes of anything else are no attribute of the user.
 * @param names what stands for the user; templates of usernames say `source`
 * @returns sorted, each once
 */
export function userAttributesOf(expression: string, names: readonly string[] = ['user']): readonly string[] {
  const tokens = expression.match(TOKENS) ?? [];
  const found = new Set<string>();
  for (let at = 0; at < tokens.length; at++) {
    if (!names.includes(tokens[at] as string) || tokens[at - 1] === '.') continue;
    const goesOn = tokens[at + 3] === '.' || tokens[at + 3] === '[';
    const from = tokens[at + 1] === '.' && tokens[at + 2] === 'profile' && goesOn ? at + 2 : at;
    const name = memberAt(tokens, from + 1);
    if (name !== null) found.add(name);
  }
  return [...found].sort();
}

/** The name after a dot, or between brackets and quotes; null for a method and for anything else. */
function memberAt(tokens: readonly string[], at: number): string | null {
  if (tokens[at] === '.') {
    const name = tokens[at + 1];
    return name !== undefined && /^[A-Za-z_$]/.test(name) && tokens[at + 2] !== '(' ? name : null;
  }
  const text = tokens[at + 1];
  if (tokens[at] !== '[' || tokens[at + 2] !== ']' || text === undefined || !/^["']/.test(text)) return null;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}
