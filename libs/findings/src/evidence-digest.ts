import { createHash } from 'node:crypto';
import type { Finding } from './finding';

/** Units of what grows by itself from scan to scan. */
const AGES: readonly (string | null)[] = ['days', 'hours'];

/**
 * What a finding rests on, in short: equal as long as somebody who looked at it would see the same. Ages, and when something
 * was read, are left out, for they move at every scan; how many a group holds, and of a detection which events, are not.
 */
export function evidenceDigest({ evidence, count }: Pick<Finding, 'evidence' | 'count'>): string {
  const facts = evidence.facts
    .filter(({ unit }) => !AGES.includes(unit))
    .map(({ fact, value, certainty }) => JSON.stringify([fact, value, certainty]))
    .sort();
  const path = evidence.path.map(({ kind, from, to }) => [kind, from.key, to.key]);
  const events = (evidence.events ?? []).map(({ id }) => id);
  return createHash('sha256')
    .update(JSON.stringify([facts, path, events, count]))
    .digest('hex');
}
