/** Whether a type is one of those a pattern such as `user.session.*` or `*.rate_limit.*` names; `*` is any text. */
export function typeMatcher(patterns: readonly string[]): (type: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const globs = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (type) => exact.has(type) || globs.some((parts) => fits(type, parts));
}

function fits(type: string, parts: readonly string[]): boolean {
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (type.length < first.length + last.length || !type.startsWith(first) || !type.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = type.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= type.length - last.length;
}
