import type { CompiledDetection, CompiledPattern } from './compile-detection';
import type { Names, Place } from './place';

/** A pattern with the timelines it watches. */
export interface Watch {
  readonly detection: CompiledDetection;
  readonly pattern: CompiledPattern;
  readonly keeps: readonly string[];
  readonly place: Place;
  /** Tells it apart from others, among all there are. */
  readonly slot: number;
  readonly names: Names;
  /** See `SHORT_MS`. */
  readonly isLong: boolean;
  /** Rules whose findings it is made of. */
  readonly reads: ReadonlySet<CompiledDetection>;
}
