import { InProcessGraphStore, IndexCache, applyChanges } from '@posture/access-graph';
import type { GraphIndex, GraphStore } from '@posture/access-graph';
import type { Coverage, EdgeRecord, GraphView, NodeRecord, PrivilegeModel } from '@posture/domain';
import { InventoryReader } from '@posture/inventory';
import type { Database } from '@posture/platform';
import type { Provider } from './providers';
import type { VersionView } from './version-view';

export interface DerivedRecords {
  /** The version they follow from, without them. */
  readonly from: GraphIndex;
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
  readonly coverage: Pick<Coverage, 'state' | 'reason' | 'missing'>;
}

/** Published versions in memory: loaded once, shared by rules, access questions and derivation. */
export class Graphs {
  readonly #cache: IndexCache;
  readonly #privileges = new WeakMap<GraphView, PrivilegeModel>();
  /** Questions an analyst asks: effective access, who can reach, blast radius. */
  readonly store: GraphStore;

  /** @param limitBytes memory that may hold versions */
  constructor(
    private readonly database: Database,
    limitBytes: number,
  ) {
    this.#cache = new IndexCache(limitBytes);
    this.store = new InProcessGraphStore((connectionId, asOf) => this.#at(connectionId, asOf ?? null));
  }

  /** @param provider that of the connection */
  async open(provider: Provider, connectionId: string, version: number): Promise<VersionView> {
    const view = await this.#cache.get(this.#reader(connectionId), connectionId, version);
    const { classification } = provider.model;
    return { provider, view, privilege: this.#privilegeOf(provider, view), classification, asOf: view.at };
  }

  /**
   * What follows from a version that is not published yet. It is not kept: its rows are not final.
   * @param provider that of the connection
   * @throws {RangeError} naming a kind the provider's model derives without saying from what
   */
  async derive(
    { model, sources }: Provider,
    connectionId: string,
    version: number,
    signal: AbortSignal,
  ): Promise<DerivedRecords> {
    const from = await this.#cache.read(this.#reader(connectionId), connectionId, version, signal);
    const { nodes, edges } = model.derive(from, model.privilege(from, model.classification));
    sources.checkDerived(edges);
    const partial = edges.some(({ props }) => props?.['inputs'] === 'partial');
    return { from, nodes, edges, coverage: partial ? PARTIAL : COMPLETE };
  }

  /** Keeps a version that was just published: what was derived for it is all that its index lacks. */
  async published(from: GraphIndex): Promise<void> {
    const { connectionId, version, at } = from;
    const reader = this.#reader(connectionId);
    const coverage = await reader.coverage(version);
    this.#cache.put(await applyChanges(from, reader.derivedChanges(version), { version, at, coverage }));
  }

  async #at(connectionId: string, asOf: Date | null): Promise<GraphView> {
    const reader = this.#reader(connectionId);
    const version = asOf === null ? await reader.published() : await reader.versionAt(asOf);
    return this.#cache.get(reader, connectionId, version?.version ?? 0);
  }

  #reader(connectionId: string): InventoryReader {
    return new InventoryReader(this.database, connectionId);
  }

  #privilegeOf({ model }: Provider, view: GraphView): PrivilegeModel {
    let privilege = this.#privileges.get(view);
    if (privilege === undefined) {
      privilege = model.privilege(view, model.classification);
      this.#privileges.set(view, privilege);
    }
    return privilege;
  }
}

const COMPLETE = { state: 'complete', reason: null, missing: null } as const;
const PARTIAL = {
  state: 'partial',
  reason: 'Some roles or memberships these follow from were not readable.',
  missing: null,
} as const;
