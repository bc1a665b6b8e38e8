import type { EvaluationStore } from '@posture/evaluations';
import type { FindingGroup, FindingLists, GroupPlace, ListAsked } from '@posture/findings';
import { DomainError } from '@posture/domain';
import type { ConnectionStore } from '@posture/inventory';

/** Findings that one fix concerns, of those that are asked for. */
export interface FixGroup extends FindingGroup {
  /** What is to be done, and where. */
  readonly title: string;
}

interface KeptFix {
  readonly title: string;
  readonly ids: readonly string[];
}

/** Findings put together by what would mend them, as the latest completed scan of each connection ranked it. */
export class FixGroups {
  constructor(
    private readonly lists: FindingLists,
    private readonly evaluations: EvaluationStore,
    private readonly connections: ConnectionStore,
  ) {}

  /** The group with the worst finding first, then the largest; a finding that no fix of those scans concerns is in none. */
  async page(asked: ListAsked, limit: number, after: GroupPlace | null = null): Promise<FixGroup[]> {
    const fixes = await this.#kept(asked);
    const named = [...fixes].map(([key, { ids }]) => ({ key, ids }));
    const groups = await this.lists.groupsOf(asked, named, limit, after);
    return groups.map((group) => ({ ...group, title: fixes.get(group.key)!.title }));
  }

  /** By a key of the scan and the place in it. */
  async #kept({ sees }: ListAsked): Promise<ReadonlyMap<string, KeptFix>> {
    const kept = new Map<string, KeptFix>();
    for (const { id } of await this.connections.list(sees)) {
      const scan = await this.evaluations.latest(id).catch(ifNone);
      if (scan === null) continue;
      const { fixes } = await this.evaluations.record(scan);
      for (const [at, { title, concerns }] of fixes.entries())
        kept.set(`${scan.id}:${at + 1}`, { title, ids: concerns });
    }
    return kept;
  }
}

/** A connection that was never judged has no fixes. */
function ifNone(error: unknown): null {
  if (error instanceof DomainError && error.code === 'scan.none') return null;
  throw error;
}
