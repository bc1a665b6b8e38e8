import type { Json } from '@posture/domain';

/** Names of the profile attributes an Okta expression reads, such as `department` in `user.department == "IT"`. */
export function attributesIn(expression: Json | undefined): readonly string[] {
  if (typeof expression !== 'string') return [];
  // What stands in quotes is data; `user.getInternalProperty("x")` is a call.
  const code = expression.replace(/"[^"]*"|'[^']*'/g, '""');
  const names = new Set<string>();
  for (const [, name] of code.matchAll(/\b(?:user|source)\.(?:profile\.)?([A-Za-z_]\w*)\b(?!\s*\()/g)) {
    if (name !== undefined && name !== 'profile') names.add(name);
  }
  return [...names];
}
