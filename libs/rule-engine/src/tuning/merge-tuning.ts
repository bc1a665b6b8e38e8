/**
 * What a change leaves: it replaces what it names and keeps the rest, null takes something out, and a list is replaced
 * whole (RFC 7386, JSON Merge Patch).
 */
export function mergeTuning(before: unknown, change: unknown): unknown {
  if (!isRecord(change)) return change;
  const after = new Map(Object.entries(isRecord(before) ? before : {}));
  for (const [name, value] of Object.entries(change)) {
    if (value === null) after.delete(name);
    else after.set(name, mergeTuning(after.get(name), value));
  }
  return Object.fromEntries(after);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
