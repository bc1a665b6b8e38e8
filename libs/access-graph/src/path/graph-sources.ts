import { EDGE_KINDS } from '@posture/domain';
import type { EdgeKind, EdgeRecord, NodeKind, ProviderModel, ResourceCatalogue, YieldedEdge } from '@posture/domain';
import { TRAVERSABLE_KINDS } from './traversable-kinds';

/** Members of derived sets and the sets themselves are the engine's own: no list shows them, so none hides them. */
const OWN_EDGE: EdgeKind = 'HAS_MEMBER';
const OWN_NODE: NodeKind = 'TargetSet';

interface Source extends YieldedEdge {
  readonly resource: string;
  /** Kind of the object whose list it is; null for a list of the whole tenant. */
  readonly per: NodeKind | null;
}

const NONE: readonly string[] = Object.freeze([]);

/**
 * Which lists could hide a node or an edge of one provider, from its catalogue and what its model derives. Built once a
 * provider. Asked about a kind that neither yields, it throws: nothing known of a kind is not "nothing hidden".
 */
export class GraphSources {
  private readonly edges = new Map<EdgeKind, readonly Source[]>();
  private readonly resources = new Map<EdgeKind, readonly string[]>();
  private readonly lists = new Map<NodeKind, readonly string[]>();
  private readonly passed = new Map<NodeKind, readonly string[]>();
  private readonly ends = new Map<NodeKind, readonly string[]>();
  private readonly roleLists: ReadonlySet<string>;
  /** Edges an attacker can walk in a graph of this provider. */
  readonly traversable: readonly EdgeKind[];

  /**
   * @param beside what is read besides the catalogue's lists, such as the log: facts may follow from it, no node does
   * @throws {RangeError} naming the kind or resource one of the two has and the other lacks
   */
  constructor(
    private readonly catalogue: ResourceCatalogue,
    readonly model: ProviderModel,
    beside: readonly string[] = [],
  ) {
    this.roleLists = new Set(model.roleResources);
    this.takeRows();
    this.takeDerived();
    for (const { kind, schema } of model.facts) {
      this.listsOf(kind);
      for (const [fact, { needs }] of Object.entries(schema)) {
        for (const resource of needs) if (!beside.includes(resource)) this.rowOf(resource, `${kind}.${fact}`);
      }
    }
    for (const resource of model.roleResources) this.rowOf(resource, 'the roles of a principal');
    for (const [resource, other] of Object.entries(model.namedBy)) {
      this.rowOf(resource, 'namedBy');
      this.rowOf(other, 'namedBy');
    }
    this.takeHidingLists();
    this.traversable = TRAVERSABLE_KINDS.filter((kind) => this.resources.has(kind));
  }

  /** Whether there are nodes of the kind at all. */
  hasNodes(kind: NodeKind): boolean {
    return this.lists.has(kind);
  }

  /** Whether there are edges of the kind at all. */
  hasEdges(kind: EdgeKind): boolean {
    return this.resources.has(kind);
  }

  /** The lists nodes of the kind are read from: what one of them did not show, nobody saw. */
  listsOf(kind: NodeKind): readonly string[] {
    return this.known(this.lists, kind);
  }

  /** The lists that could hide a node a path passes: those of the whole tenant. A list of one object's hides where its edge does. */
  nodeSourcesOf(kind: NodeKind): readonly string[] {
    return this.known(this.passed, kind);
  }

  /** The lists that could hide a node a path ends at; on the way, the edge out of such a node says the same. */
  endSourcesOf(kind: NodeKind): readonly string[] {
    return this.known(this.ends, kind);
  }

  /** The lists an edge kind is read or derived from, besides those of its ends. */
  sourcesOf(kind: EdgeKind): readonly string[] {
    return this.known(this.resources, kind);
  }

  /** True when the list shows a node a hop leaves together with all such edges of it, so that it can hide none. */
  comesWithStart(kind: EdgeKind, resource: string, direction: 'out' | 'in'): boolean {
    return this.sourceOf(kind, resource)?.keeper === (direction === 'out' ? 'with_source' : 'with_target');
  }

  /** True when the list belongs to the node the arrow leaves: an application's grants, a user's factors. */
  isKeptBySource(kind: EdgeKind, resource: string): boolean {
    return this.sourceOf(kind, resource)?.keeper === 'source';
  }

  /** The kind of the node the arrow arrives at when the list belongs to it, as a group's members do; else null. */
  keptByTarget(kind: EdgeKind, resource: string): NodeKind | null {
    const source = this.sourceOf(kind, resource);
    return source?.keeper === 'target' ? source.per : null;
  }

  /** The list that names the objects the resource is read for; null when it is read for all there are. */
  namedBy(resource: string): string | null {
    return this.model.namedBy[resource] ?? null;
  }

  /** True for the lists that show which roles a principal holds itself. */
  isRoleList(resource: string): boolean {
    return this.roleLists.has(resource);
  }

  /** @throws {RangeError} naming the first kind the model derived without saying from what */
  checkDerived(edges: readonly EdgeRecord[]): void {
    for (const kind of new Set(edges.map((edge) => edge.kind))) {
      if (kind !== OWN_EDGE && this.model.derivedFrom[kind] === undefined) {
        throw new RangeError(`the model of ${this.catalogue.provider} derives ${kind} and does not say from what`);
      }
    }
  }

  private takeRows(): void {
    this.lists.set(OWN_NODE, NONE);
    for (const [resource, { nodes, edges, besides, per = null }] of Object.entries(this.catalogue.resources)) {
      for (const kind of nodes) this.lists.set(kind, [...(this.lists.get(kind) ?? []), resource]);
      for (const kind of besides?.nodes ?? []) this.lists.set(kind, this.lists.get(kind) ?? NONE);
      for (const kind of besides?.edges ?? []) this.edges.set(kind, this.edges.get(kind) ?? []);
      for (const { kind, keeper } of edges) {
        if (per === null && (keeper === 'source' || keeper === 'target')) {
          throw new RangeError(`${resource} of ${this.catalogue.provider} keeps ${kind} and is no list of one object`);
        }
        this.edges.set(kind, [...(this.edges.get(kind) ?? []), { kind, keeper, resource, per }]);
      }
    }
    for (const [kind, sources] of this.edges) {
      this.resources.set(
        kind,
        sources.map(({ resource }) => resource),
      );
    }
  }

  private takeDerived(): void {
    this.resources.set(OWN_EDGE, NONE);
    for (const [kind, resources] of Object.entries(this.model.derivedFrom) as [EdgeKind, readonly string[]][]) {
      if (!('derived' in EDGE_KINDS[kind])) throw new RangeError(`${kind} is read, and the model says it derives it`);
      for (const resource of resources) this.rowOf(resource, kind);
      this.resources.set(kind, [...new Set([...(this.resources.get(kind) ?? []), ...resources])]);
    }
  }

  private takeHidingLists(): void {
    for (const [kind, lists] of this.lists) {
      // Who may hold a role unseen is asked of each principal, and what its list shows it shows with the edge.
      const hiding = lists.filter((list) => !this.isRoleList(list) && !this.isListOfStart(kind, list));
      this.ends.set(kind, hiding);
      const whole = hiding.filter((list) => this.rowOf(list, kind).per === undefined);
      this.passed.set(kind, this.model.neverPassed.includes(kind) ? NONE : whole);
    }
  }

  /** Whether the list of such nodes is kept by the node an edge to them leaves. */
  private isListOfStart(node: NodeKind, resource: string): boolean {
    return [...this.edges.keys()].some(
      (kind) => (EDGE_KINDS[kind].to as readonly NodeKind[]).includes(node) && this.isKeptBySource(kind, resource),
    );
  }

  private sourceOf(kind: EdgeKind, resource: string): Source | undefined {
    return this.edges.get(kind)?.find((source) => source.resource === resource);
  }

  private rowOf(resource: string, what: string) {
    const { provider, resources } = this.catalogue;
    const row = resources[resource];
    if (row === undefined) throw new RangeError(`${what} follows from "${resource}", which ${provider} does not read`);
    return row;
  }

  private known<Kind extends NodeKind | EdgeKind>(
    of: ReadonlyMap<Kind, readonly string[]>,
    kind: Kind,
  ): readonly string[] {
    const sources = of.get(kind);
    if (sources === undefined) throw new RangeError(`no resource of ${this.catalogue.provider} yields ${kind}`);
    return sources;
  }
}
