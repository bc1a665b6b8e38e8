import type { CompiledDetection } from './compile-detection';
import { typeMatcher } from './event-type';

/**
 * What a detection cannot judge without, in words; null when nothing is lacking.
 * @param seenTypes types of the events the tenant was seen to write
 */
export function lackOf({ lacks, spec }: CompiledDetection, seenTypes: Iterable<string>): string | null {
  if (lacks !== null) return lacks.what;
  const need = spec.unlockedBy;
  if (need === undefined || !('events' in need)) return null;
  const isNeeded = typeMatcher(need.events);
  for (const type of seenTypes) if (isNeeded(type)) return null;
  return need.what;
}
