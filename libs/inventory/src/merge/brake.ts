import { NODE_KINDS } from '@posture/domain';
import type { MergeRead } from './merge-context';
import type { Vanished } from './merge-chunks';

/** A disappearance is suspect from here on. */
export const BRAKE = {
  /** Share of all rows of a kind, exclusive. */
  share: 0.1,
  /** … and this many rows. */
  rows: 25,
  /** A whole list of fewer rows than this that is empty twice in a row is believed the second time. */
  smallList: 5,
} as const;

/** Rows that were kept although a complete read no longer showed them. */
export interface Braked {
  readonly resource: string;
  readonly parent: string;
  readonly readId: string;
  /** The read whose coverage tells of it. */
  readonly reportedBy: string;
  readonly kinds: readonly { readonly kind: string; readonly vanished: number; readonly before: number }[];
  readonly reason: string;
}

export interface BrakeInput {
  readonly reads: readonly MergeRead[];
  readonly vanished: Vanished;
  /** Live rows per kind before this sync's version. */
  readonly before: Readonly<Record<string, number>>;
  /** Lists that were braked by the sync before this one: `resource parent`. */
  readonly brakedBefore: ReadonlySet<string>;
  /** true: believe every disappearance · list: believe those of these resources. */
  readonly override: boolean | readonly string[];
}

/** Which lists to distrust. Pure: the same input gives the same answer after a crash. */
export function brake(input: BrakeInput): Braked[] {
  const total = new Map<string, number>();
  for (const kinds of input.vanished.values()) {
    for (const [kind, count] of kinds) total.set(kind, (total.get(kind) ?? 0) + count);
  }
  const suspect = new Set(
    [...total]
      .filter(([kind, count]) => count >= BRAKE.rows && count > BRAKE.share * (input.before[kind] ?? 0))
      .map(([kind]) => kind),
  );
  return input.reads.flatMap((read) => {
    const kinds = [...(input.vanished.get(read.readId) ?? [])].map(([kind, vanished]) => ({
      kind,
      vanished,
      before: input.before[kind] ?? vanished,
    }));
    if (kinds.length === 0 || isOverridden(input.override, read.resource)) return [];
    const reason = emptied(read, kinds, input) ?? disappeared(kinds, suspect, total);
    return reason === null
      ? []
      : [
          {
            resource: read.resource,
            parent: read.parent,
            readId: read.readId,
            reportedBy: read.reportedBy,
            kinds,
            reason,
          },
        ];
  });
}

type KindLoss = Braked['kinds'][number];

function emptied(read: MergeRead, kinds: readonly KindLoss[], input: BrakeInput): string | null {
  if (read.parent !== '' || read.nodes + read.edges > 0) return null;
  const lost = kinds.reduce((sum, kind) => sum + kind.vanished, 0);
  if (lost < BRAKE.smallList && input.brakedBefore.has(`${read.resource} ${read.parent}`)) return null;
  // Edges go with their objects: whoever is told "16 API tokens" looks for sixteen.
  const objects = kinds.filter(({ kind }) => kind in NODE_KINDS);
  const held = (objects.length > 0 ? objects : kinds).reduce((sum, { vanished }) => sum + vanished, 0);
  return `The list came back empty although it held ${held} before; ${IS_KEPT}`;
}

const IS_KEPT = 'what was known is kept. If it was really deleted, let the next scan accept the disappearance.';

function disappeared(
  kinds: readonly KindLoss[],
  suspect: ReadonlySet<string>,
  total: ReadonlyMap<string, number>,
): string | null {
  const worst = kinds.find((kind) => suspect.has(kind.kind));
  if (worst === undefined) return null;
  const all = total.get(worst.kind) ?? worst.vanished;
  return `${all} of ${worst.before} ${worst.kind} disappeared at once; ${IS_KEPT}`;
}

function isOverridden(override: boolean | readonly string[], resource: string): boolean {
  return typeof override === 'boolean' ? override : override.includes(resource);
}
