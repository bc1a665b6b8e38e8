import type { EdgeKind, PathStep } from '@posture/domain';
import type { CompiledEnd } from './path-filter';

/** One step of a traversal with its defaults filled in and its end compiled. */
export interface PlannedStep {
  readonly kinds: readonly EdgeKind[];
  readonly direction: 'out' | 'in';
  readonly min: number;
  readonly max: number;
  readonly to: CompiledEnd;
  readonly toKinds: PathStep['to']['kinds'];
}
