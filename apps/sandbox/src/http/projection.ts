import type { Wire } from '../org/org';

/**
 * `fields=id,status,profile:(login,email)`: the answer keeps only what is named, and `_links`.
 *
 * @returns null when nothing is asked for, so that rows pass untouched
 */
export function projectionOf(fields: string | undefined): ((row: Wire) => Wire) | null {
  if (fields === undefined || fields.trim() === '') return null;
  const profile = /profile:\(([^)]*)\)/.exec(fields)?.[1];
  const top = fields
    .replace(/profile:\([^)]*\)/, 'profile')
    .split(',')
    .map((name) => name.trim());
  const inProfile = profile === undefined ? null : new Set(profile.split(',').map((name) => name.trim()));
  const kept = new Set([...top, '_links']);
  return (row) => {
    const shown = pick(row, kept) as Wire;
    if (inProfile === null || typeof row.profile !== 'object' || row.profile === null) return shown;
    return { ...shown, profile: pick(row.profile as Readonly<Record<string, unknown>>, inProfile) };
  };
}

function pick(object: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
}
