import { DEFAULT_CLASSIFICATION } from '@posture/access-graph';
import type { GraphPathRow } from '@posture/access-graph';
import type { OktaCredential } from '@posture/connectors';
import { DomainError, nodeKey } from '@posture/domain';
import type { JsonObject, RuleFile, SubjectRef, SyncProgress, Tier } from '@posture/domain';
import { FindingReconciler, FindingStore } from '@posture/findings';
import { ConnectionStore, InventoryReader, InventoryWriter, SyncStore } from '@posture/inventory';
import type { Connection, Sync, SyncLease } from '@posture/inventory';
import { openStore, stderrLogger, systemClock } from '@posture/platform';
import type { AppConfig, Clock, Database, Logger, Store } from '@posture/platform';
import { resolveRules } from '@posture/rule-engine';
import { ApiKeys } from './api-keys';
import { credentialFromText, credentialToText } from './credential-text';
import { Cursors } from './cursors';
import type { EngineStores } from './engine-stores';
import { GraphProjection } from './graph-projection';
import { Graphs } from './graphs';
import { openOkta } from './okta-link';
import { probeOkta } from './probe.flow';
import type { ProbeReport } from './probe.flow';
import type { OktaLink } from './okta-link';
import { changesOfSync } from './changes-of-sync';
import { loadShippedRules } from './shipped-rules';
import { ScanFlow } from './scan.flow';
import type { ScanOptions, ScanRequest, ScanWatch } from './scan-types';
import { ScanStore } from './scan-store';
import type { ScanReport } from './report/scan-report';
import { viewOf } from './version-view';

export interface ConnectRequest {
  /** As a person types it: `acme`, `acme.okta.com`, a custom domain. */
  readonly domain: string;
  readonly credential: OktaCredential;
  readonly name?: string;
  /** Admits an org on loopback; everything else private is refused always. */
  readonly allowLocal?: boolean;
}

export interface ScanCall extends ScanOptions {
  readonly allMembers?: boolean;
}

/** Whoever watches a scan from outside. */
export interface ScanProgressWatch {
  onProgress?(progress: SyncProgress): void;
  onWave?: ScanWatch['onWave'];
}

export interface ScanOutcome {
  readonly report: ScanReport;
  /** Why Neo4j does not show the new version; null when it does, or when there is none. The scan stands either way. */
  readonly projection: DomainError | null;
}

export interface ListedUser extends SubjectRef {
  readonly tier: Tier;
  readonly status: string | null;
}

/** The product as the apps see it: every room over one store, and the flows that put them in order. */
export class Engine {
  readonly findings: FindingStore;
  readonly connections: ConnectionStore;
  readonly syncs: SyncStore;
  readonly apiKeys: ApiKeys;
  readonly cursors: Cursors;
  readonly projection: GraphProjection;
  readonly #stores: EngineStores;
  readonly #running = new Map<RunningScan, Promise<unknown>>();
  readonly #closing = new AbortController();

  private constructor(
    readonly config: AppConfig,
    readonly logger: Logger,
    readonly rules: readonly RuleFile[],
    private readonly store: Store,
    clock: Clock,
  ) {
    const { database } = store;
    this.findings = new FindingStore(database);
    this.connections = new ConnectionStore(database, store.secrets, clock);
    this.syncs = new SyncStore(database, clock);
    this.apiKeys = new ApiKeys(database, clock);
    this.cursors = new Cursors(store.secrets);
    this.projection = new GraphProjection(config, database);
    this.#stores = {
      clock,
      logger,
      database,
      connections: this.connections,
      syncs: this.syncs,
      writer: new InventoryWriter(database, clock),
      graphs: new Graphs(database, DEFAULT_CLASSIFICATION, config.graphCacheMb * 1024 * 1024),
      findings: this.findings,
      reconciler: new FindingReconciler(database, this.findings, clock),
      scans: new ScanStore(database, clock),
      classification: DEFAULT_CLASSIFICATION,
      changesOf: (lease) => changesOfSync(database, lease),
    };
  }

  /**
   * @throws {DomainError} what `openStore` throws; `rule.malformed` when a rule file is
   */
  static async open(config: AppConfig, clock: Clock = systemClock): Promise<Engine> {
    const rules = await loadShippedRules();
    const store = await openStore(config, clock);
    return new Engine(config, stderrLogger(config.logLevel, clock), rules, store, clock);
  }

  get database(): Database {
    return this.store.database;
  }

  /**
   * Connects a tenant, or gives an existing connection the new credential. The credential is tried first: a wrong one,
   * or one of another org, leaves everything as it was.
   * @throws {DomainError} `okta.…`, `connection.credential_other_org`
   */
  async connect(request: ConnectRequest): Promise<Connection> {
    const link = openOkta(request, this.#stores.clock);
    try {
      const tenantId = await link.tenantId();
      const orgUrl = link.domain.origin;
      const sealed = { credentialKind: request.credential.kind, credential: credentialToText(request.credential) };
      const known = await this.connections.findByOrgUrl('okta', orgUrl);
      if (known === null) {
        return await this.connections.create({
          provider: 'okta',
          orgUrl,
          tenantId,
          name: request.name ?? link.domain.host,
          ...sealed,
          settings: { allowLocal: request.allowLocal ?? false },
        });
      }
      if (known.tenantId !== null && tenantId !== null && known.tenantId !== tenantId) {
        throw new DomainError(
          'connection.credential_other_org',
          'conflict',
          `${link.domain.host} now answers as another org than the one connected before.`,
          { field: 'domain', remedy: 'Connect it under its own data directory, or delete the old connection first.' },
        );
      }
      return await this.connections.update(known.id, { ...sealed, tenantId: tenantId ?? known.tenantId });
    } finally {
      await link.close();
    }
  }

  async disconnect(id: string): Promise<void> {
    await this.connections.delete(id);
    await this.database.query('delete from finding where connection_id::text = $1', [id]);
    await this.database.query('delete from scan where connection_id::text = $1', [id]);
  }

  /** What the connection's credential may read. */
  async probe(id: string): Promise<ProbeReport> {
    const link = await this.#link(await this.connections.get(id));
    try {
      return await probeOkta(link, this.rules);
    } finally {
      await link.close();
    }
  }

  /** Reads, judges and reports; returns when all of it is done. */
  async scan(id: string, call: ScanCall, watch: ScanProgressWatch = {}, signal?: AbortSignal): Promise<ScanOutcome> {
    return this.#scan(await this.connections.get(id), call, watch, signal);
  }

  /**
   * Starts a scan and answers as soon as its sync exists; failures are on the sync.
   * @throws {DomainError} `sync.already_running`, `connection.not_found`
   */
  async startScan(id: string, call: ScanCall): Promise<Sync> {
    const connection = await this.connections.get(id);
    return new Promise((resolve, reject) => {
      const done = this.#scan(connection, call, { onLease: (lease) => resolve(this.syncs.get(lease.syncId)) });
      done.catch((error: unknown) => {
        this.logger.warn('scan.failed', { connectionId: id, error });
        // Without effect once the sync exists; its row then says why it failed.
        reject(error);
      });
    });
  }

  /** Progress of a sync this process runs; null for all others. */
  progressOf(syncId: string): SyncProgress | null {
    return this.#of(syncId)?.progress ?? null;
  }

  /** Continues what processes that died left behind. */
  async resumeOrphans(): Promise<void> {
    for (const sync of await this.syncs.orphaned()) {
      if (this.#of(sync.id) !== undefined) continue;
      this.logger.info('sync.taken_over', { syncId: sync.id, connectionId: sync.connectionId });
      const done = this.scan(sync.connectionId, sync.options as unknown as ScanCall);
      done.catch((error: unknown) => this.logger.warn('scan.failed', { connectionId: sync.connectionId, error }));
    }
  }

  async users(id: string, page: { startOfLogin: string; afterKey: string; limit: number }): Promise<ListedUser[]> {
    const { view, privilege } = await this.#published(id);
    const found: ListedUser[] = [];
    for (const node of view.ofKind('User')) {
      if (found.length === page.limit) break;
      const name = view.name(node);
      if (view.key(node) <= page.afterKey || !(name ?? '').startsWith(page.startOfLogin)) continue;
      const status = view.props(node)['status'];
      found.push({
        kind: 'User',
        key: view.key(node),
        externalId: view.externalId(node),
        name,
        tier: privilege.tier(node),
        status: typeof status === 'string' ? status : null,
      });
    }
    return found;
  }

  /** @throws {DomainError} `user.not_found` */
  async user(
    id: string,
    externalId: string,
  ): Promise<ListedUser & { props: JsonObject; observed: JsonObject; tierReason: string }> {
    const { view, privilege } = await this.#published(id);
    const node = view.indexOf(nodeKey('User', externalId));
    if (node < 0)
      throw new DomainError('user.not_found', 'not_found', `There is no user ${externalId}.`, { field: 'id' });
    const props = view.props(node);
    return {
      kind: 'User',
      key: view.key(node),
      externalId,
      name: view.name(node),
      tier: privilege.tier(node),
      tierReason: privilege.tierReason(node),
      status: typeof props['status'] === 'string' ? props['status'] : null,
      props,
      observed: view.observed(node),
    };
  }

  /** Everything a user reaches, one row a path. @throws {DomainError} `user.not_found` */
  async effectiveAccess(id: string, externalId: string): Promise<readonly GraphPathRow[]> {
    await this.user(id, externalId);
    return this.#stores.graphs.store.effectiveAccess(id, nodeKey('User', externalId));
  }

  /** Stops what runs at its next page; it is resumed by the next process. */
  async close(): Promise<void> {
    this.#closing.abort(new DomainError('engine.closing', 'unavailable', 'The process is stopping.'));
    await Promise.allSettled(this.#running.values());
    await this.projection.close();
    await this.store.close();
  }

  #of(syncId: string): RunningScan | undefined {
    return [...this.#running.keys()].find((running) => running.syncId === syncId);
  }

  async #published(id: string) {
    await this.connections.get(id);
    const version = await new InventoryReader(this.database, id).published();
    if (version === null) {
      throw new DomainError('inventory.empty', 'not_found', 'This connection has not been read yet.', {
        remedy: 'Start a sync of the connection and ask again.',
      });
    }
    return viewOf(this.#stores, id, version.version);
  }

  async #link(connection: Connection, onProgress?: (progress: SyncProgress) => void): Promise<OktaLink> {
    const credential = credentialFromText(await this.connections.credential(connection.id));
    const allowLocal = connection.settings['allowLocal'] === true;
    return openOkta({ domain: connection.orgUrl, credential, allowLocal }, this.#stores.clock, onProgress);
  }

  async #scan(
    connection: Connection,
    call: ScanCall,
    watch: ScanProgressWatch & Pick<ScanWatch, 'onLease'>,
    signal?: AbortSignal,
  ): Promise<ScanOutcome> {
    const running: RunningScan = { syncId: null, progress: null };
    const link = await this.#link(connection, (progress) => {
      running.progress = progress;
      watch.onProgress?.(progress);
    });
    const stopped = AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]);
    const request: ScanRequest = {
      connection,
      profile: call.profile,
      rules: resolveRules(this.rules, call.profile),
      options: { profile: call.profile, factors: call.factors, includeClientSecrets: call.includeClientSecrets },
      allMembers: call.allMembers ?? false,
    };
    const onLease = (lease: SyncLease) => {
      running.syncId = lease.syncId;
      watch.onLease?.(lease);
    };
    const work = new ScanFlow(this.#stores).run(
      request,
      link.reader(call),
      { onWave: watch.onWave?.bind(watch), onLease },
      stopped,
    );
    this.#running.set(running, work);
    try {
      const report = await work;
      return { report, projection: await this.projection.bringForward(connection.id, stopped) };
    } finally {
      this.#running.delete(running);
      await link.close();
    }
  }
}

interface RunningScan {
  syncId: string | null;
  progress: SyncProgress | null;
}
