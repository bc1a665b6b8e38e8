import type { EdgeKind, EdgeRecord, JsonObject, NodeKey, NodeRecord } from '@posture/domain';

/** Worst coverage of what an edge was derived from: `partial` when a role that would forbid it may be hidden. */
export type Inputs = 'complete' | 'partial';

/** Collects derived edges; the same edge found twice is one edge with both reasons. */
export class DerivedEdges {
  private readonly edges = new Map<
    string,
    { kind: EdgeKind; src: NodeKey; dst: NodeKey; via: Set<string>; inputs: Inputs }
  >();

  /** @param via the role or permission, and the assignment that gives it */
  add(kind: EdgeKind, src: NodeKey, dst: NodeKey, via: string, inputs: Inputs): void {
    const id = `${kind} ${src} ${dst}`;
    const known = this.edges.get(id);
    if (known === undefined) {
      this.edges.set(id, { kind, src, dst, via: new Set([via]), inputs });
      return;
    }
    known.via.add(via);
    if (inputs === 'complete') known.inputs = 'complete';
  }

  *[Symbol.iterator](): Iterator<EdgeRecord> {
    for (const id of [...this.edges.keys()].sort()) {
      const { kind, src, dst, via, inputs } = this.edges.get(id) as NonNullable<ReturnType<typeof this.edges.get>>;
      yield { kind, src, dst, props: { via: [...via].sort(), inputs } };
    }
  }
}

interface TargetSet {
  readonly key: NodeKey;
  readonly means: string;
  readonly members: () => Iterable<{ readonly key: NodeKey; readonly inputs: Inputs }>;
  used: boolean;
}

const MEMBER_PROPS: Readonly<Record<Inputs, JsonObject>> = {
  complete: Object.freeze({ inputs: 'complete' }),
  partial: Object.freeze({ inputs: 'partial' }),
};

/** Sets that many edges end at: their members are written once, and only when some edge ends there. */
export class TargetSets {
  private readonly sets = new Map<string, TargetSet>();

  /** Names the set an edge ends at. */
  target(id: string, means: string, members: TargetSet['members']): NodeKey {
    const set = this.declare(id, means, members);
    set.used = true;
    return set.key;
  }

  /** Names the set an edge starts at; its members need not be known. */
  source(id: string, means: string): NodeKey {
    return this.declare(id, means, () => []).key;
  }

  write(): { nodes: NodeRecord[]; edges: EdgeRecord[] } {
    const nodes: NodeRecord[] = [];
    const edges: EdgeRecord[] = [];
    for (const id of [...this.sets.keys()].sort()) {
      const set = this.sets.get(id) as TargetSet;
      nodes.push({ kind: 'TargetSet', key: set.key, externalId: id, name: set.means, props: {} });
      if (!set.used) continue;
      for (const { key, inputs } of set.members()) {
        edges.push({ kind: 'HAS_MEMBER', src: set.key, dst: key, props: MEMBER_PROPS[inputs] });
      }
    }
    return { nodes, edges };
  }

  private declare(id: string, means: string, members: TargetSet['members']): TargetSet {
    let set = this.sets.get(id);
    if (set === undefined) this.sets.set(id, (set = { key: `TargetSet:${id}`, means, members, used: false }));
    return set;
  }
}
