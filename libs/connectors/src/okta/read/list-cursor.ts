import type { NodeKey } from '@posture/domain';
import type { ListPart } from '../catalogue/okta-row';
import type { Ending } from './coverage-words';

/** Where the reading of a list stands, which may have parts that are read one after the other. Saved with each page. */
export interface Cursor {
  readonly part: number;
  readonly next: string | null;
  readonly records: number;
  readonly quarantined: number;
  readonly first: string | null;
  readonly failed: Ending | null;
  /** Parts read to their end. */
  readonly whole: number;
  /** What those of them were the lists of, where they are told apart. */
  readonly served: readonly NodeKey[];
}

/** Before the first page. */
export const START: Cursor = {
  part: 0,
  next: null,
  records: 0,
  quarantined: 0,
  first: null,
  failed: null,
  whole: 0,
  served: [],
};

/** The place after a part that was read to its end. */
export function behind(cursor: Cursor, part: ListPart): Cursor {
  const served = part.served === undefined ? cursor.served : [...cursor.served, part.served];
  return { ...cursor, part: cursor.part + 1, next: null, whole: cursor.whole + 1, served };
}

/** The place that was saved; null when there is none that can be gone on from. */
export function cursorOf(text: string | null): Cursor | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Cursor>;
    return typeof value.part === 'number' ? { ...START, ...value } : null;
  } catch {
    return null;
  }
}
