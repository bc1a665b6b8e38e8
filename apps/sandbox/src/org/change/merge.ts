export type Plain = Readonly<Record<string, unknown>>;

/** A deep partial laid over an object: objects merge, everything else (lists too) replaces. */
export function merge<T extends object>(base: T, partial: Plain): T {
  const out: Record<string, unknown> = { ...(base as Record<string, unknown>) };
  for (const [key, value] of Object.entries(partial)) {
    const old = out[key];
    out[key] = isPlain(value) && isPlain(old) ? merge(old, value) : value;
  }
  return out as T;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function without(object: Plain, ...keys: string[]): Plain {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
