import type { FactSet } from './fact-set';

/** Every fact set, one line a theme; the scan computes a subject's facts from those of its kind. */
export const FACT_SETS: readonly FactSet[] = [];
