import { InProcessGraphStore, IndexCache, applyChanges } from '@posture/access-graph';
import type { GraphIndex, HistoricGraphStore } from '@posture/access-graph';
import { DomainError, NO_USAGE } from '@posture/domain';
import type {
  Classification,
  ClassificationSetting,
  Coverage,
  EdgeRecord,
  FactContext,
  GraphView,
  NodeRecord,
  PrivilegeModel,
} from '@posture/domain';
import type { ConnectionStore, Inventory } from '@posture/inventory';
import type { AppConfig } from '@posture/platform';
import type { TuningStore } from '@posture/rule-engine';
import type { Provider, Providers } from './providers';
import { classificationOf } from './rules/tuned-connection';

/**
 * One version of a connection, at the version's own instant. What the log says of use is no part of a version: whoever
 * judges one joins it.
 */
export interface VersionView extends FactContext {
  readonly provider: Provider;
}

/** Who holds what in a version, by one classification. */
interface KnownPrivilege {
  readonly by: string;
  readonly privilege: PrivilegeModel;
}

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
  readonly #privileges = new WeakMap<GraphView, KnownPrivilege>();
  /** Questions an analyst asks: effective access, who can reach, blast radius. */
  readonly store: HistoricGraphStore;

  constructor(
    private readonly inventory: Inventory,
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
    private readonly tunings: TuningStore,
    { graphCacheMb }: Pick<AppConfig, 'graphCacheMb'>,
  ) {
    this.#cache = new IndexCache(graphCacheMb * 1024 * 1024);
    this.store = new InProcessGraphStore((connectionId, asOf) => this.#at(connectionId, asOf));
  }

  /**
   * @param provider that of the connection
   * @param classified what operators say of the tenant; what they have said, unless it is given
   */
  async open(
    provider: Provider,
    connectionId: string,
    version: number,
    classified?: ClassificationSetting,
  ): Promise<VersionView> {
    const setting = classified ?? (await this.tunings.current(connectionId)).tuning.classification;
    const view = await this.#cache.get(this.inventory.reader(connectionId), connectionId, version);
    const classification = classificationOf(provider, setting);
    const privilege = this.#privilegeOf(provider, view, classification);
    return { provider, view, privilege, classification, asOf: view.at, usage: NO_USAGE };
  }

  /** What a connection is known to be like now. @throws {DomainError} `connection.not_found`, `inventory.empty` */
  async published(connectionId: string): Promise<VersionView> {
    const { provider } = await this.connections.get(connectionId);
    const version = await this.inventory.reader(connectionId).published();
    if (version === null) {
      throw new DomainError('inventory.empty', 'not_found', 'This connection has not been read yet.', {
        remedy: 'Start a sync of the connection and ask again.',
      });
    }
    return this.open(this.providers.get(provider), connectionId, version.version);
  }

  /**
   * What a connection was known to be like then; null: now.
   * @throws {DomainError} as `published`; `inventory.version_not_found` where nothing was known then, or no more
   */
  async at(connectionId: string, asOf: Date | null): Promise<VersionView> {
    if (asOf === null) return this.published(connectionId);
    const { provider } = await this.connections.get(connectionId);
    const { version } = await this.inventory.reader(connectionId).versionAt(asOf);
    return this.open(this.providers.get(provider), connectionId, version);
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
    const from = await this.#cache.read(this.inventory.reader(connectionId), connectionId, version, signal);
    const { nodes, edges } = model.derive(from, model.privilege(from, model.classification));
    sources.checkDerived(edges);
    const partial = edges.some(({ props }) => props?.['inputs'] === 'partial');
    return { from, nodes, edges, coverage: partial ? PARTIAL : COMPLETE };
  }

  /** Keeps a version that was just published: what was derived for it is all that its index lacks. */
  async keep(from: GraphIndex): Promise<void> {
    const { connectionId, version, at } = from;
    const reader = this.inventory.reader(connectionId);
    const coverage = await reader.coverage(version);
    this.#cache.put(await applyChanges(from, reader.derivedChanges(version), { version, at, coverage }));
  }

  /** Lets go of what is kept of a connection that was deleted. */
  forget(connectionId: string): void {
    this.#cache.forget(connectionId);
  }

  /** Lets go of what is kept of connections that other processes deleted. */
  async forgetDeleted(): Promise<void> {
    const { connections } = this.#cache;
    const known = new Set((await this.connections.all()).map(({ id }) => id));
    for (const id of connections) if (!known.has(id)) this.forget(id);
  }

  async #at(connectionId: string, asOf: Date | null): Promise<GraphView> {
    const reader = this.inventory.reader(connectionId);
    const version = asOf === null ? await reader.published() : await reader.versionAt(asOf);
    return this.#cache.get(reader, connectionId, version?.version ?? 0);
  }

  #privilegeOf({ model }: Provider, view: GraphView, classification: Classification): PrivilegeModel {
    const by = JSON.stringify(classification);
    const known = this.#privileges.get(view);
    if (known?.by === by) return known.privilege;
    const privilege = model.privilege(view, classification);
    this.#privileges.set(view, { by, privilege });
    return privilege;
  }
}

const COMPLETE = { state: 'complete', reason: null, missing: null } as const;
const PARTIAL = {
  state: 'partial',
  reason: 'Some roles or memberships these follow from were not readable.',
  missing: null,
} as const;
