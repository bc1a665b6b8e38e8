import { EDGE_KINDS } from '@posture/domain';
import type { EdgeKind } from '@posture/domain';

/** Every edge an attacker can walk that this version of the product writes. */
export const TRAVERSABLE_KINDS: readonly EdgeKind[] = (Object.keys(EDGE_KINDS) as EdgeKind[])
  .filter((kind) => EDGE_KINDS[kind].traversable && EDGE_KINDS[kind].collected)
  .sort();
