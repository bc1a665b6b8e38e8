import { DEFAULT_CLASSIFICATION } from '@posture/access-graph';
import type { OktaCredential } from '@posture/connectors';
import { DomainError } from '@posture/domain';
import type { RuleFile, SyncProgress } from '@posture/domain';
import { EvaluationStore } from '@posture/evaluations';
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
import { DriftDirectory } from './drift-directory';
import { expectedAfterFirstWave } from './expected-requests';
import { GraphProjection } from './graph-projection';
import { GraphQuestions } from './graph-questions';
import { Graphs } from './graphs';
import { openOkta } from './okta-link';
import { probeOkta } from './probe.flow';
import type { ProbeReport } from './probe.flow';
import type { OktaLink } from './okta-link';
import { changesOfSync } from './changes-of-sync';
import { loadShippedRules } from './shipped-rules';
import { ScanFlow } from './scan.flow';
import type { ScanOptions, ScanRequest, ScanWatch } from './scan-types';
import { ScanDocuments } from './report/scan-documents';
import type { ScanReport } from './report/scan-report';
import { UserDirectory } from './user-directory';
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
  readonly acceptDisappearance?: boolean;
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

/** The product as the apps see it: every room over one store, and the flows that put them in order. */
export class Engine {
  readonly findings: FindingStore;
  readonly evaluations: EvaluationStore;
  readonly documents: ScanDocuments;
  readonly connections: ConnectionStore;
  readonly syncs: SyncStore;
  readonly apiKeys: ApiKeys;
  readonly cursors: Cursors;
  readonly projection: GraphProjection;
  readonly users: UserDirectory;
  readonly drift: DriftDirectory;
  readonly questions: GraphQuestions;
  readonly #stores: EngineStores;
  readonly #running = new Map<RunningScan, Promise<unknown>>();
  readonly #closing = new AbortController();
  /** Connections whose graph in Neo4j is behind, because it was away. */
  readonly #behind = new Set<string>();

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
    this.evaluations = new EvaluationStore(database, clock);
    this.documents = new ScanDocuments(this.evaluations, this.findings, this.connections);
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
      evaluations: this.evaluations,
      documents: this.documents,
      classification: DEFAULT_CLASSIFICATION,
      changesOf: (lease) => changesOfSync(database, lease),
    };
    this.users = new UserDirectory((id) => this.#published(id), this.#stores.graphs.store);
    this.drift = new DriftDirectory(database, this.connections);
    this.questions = new GraphQuestions((id, asOf) => this.#versionAt(id, asOf), {
      'in-process': async () => this.#stores.graphs.store,
      neo4j: () => this.projection.store(),
    });
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
   * @throws {DomainError} `okta.…` naming the input at fault, `connection.credential_other_org`
   */
  async connect(request: ConnectRequest, signal?: AbortSignal): Promise<Connection> {
    const link = openOkta(request, this.#stores.clock);
    try {
      const tenantId = await link.tenantId(signal);
      const orgUrl = link.domain.origin;
      const wanted = {
        tenantId,
        credentialKind: request.credential.kind,
        credential: credentialToText(request.credential),
        settings: { allowLocal: request.allowLocal ?? false },
      };
      const known = await this.connections.findByOrgUrl('okta', orgUrl);
      if (known === null) {
        return await this.connections.create({
          ...wanted,
          provider: 'okta',
          orgUrl,
          name: request.name ?? link.domain.host,
        });
      }
      if (known.tenantId !== null && known.tenantId !== tenantId) {
        throw new DomainError(
          'connection.credential_other_org',
          'conflict',
          `${link.domain.host} now answers as another org than the one connected before.`,
          {
            field: 'oktaDomain',
            remedy: 'Connect it under its own data directory, or delete the old connection first.',
          },
        );
      }
      return await this.connections.update(known.id, { ...wanted, name: request.name ?? known.name });
    } finally {
      await link.close();
    }
  }

  /** Forgets a tenant; a scan of it that runs here is stopped. @throws {DomainError} `connection.not_found` */
  async disconnect(id: string): Promise<void> {
    await this.connections.get(id);
    const running = [...this.#running].filter(([{ connectionId }]) => connectionId === id);
    for (const [{ stop }] of running)
      stop.abort(new DomainError('connection.deleted', 'conflict', 'The connection was deleted.'));
    await Promise.allSettled(running.map(([, work]) => work));
    this.#behind.delete(id);
    // Before the connection: a process that dies between the two leaves something that can be deleted again.
    await this.database.transaction(async (tx) => {
      await tx.query('delete from finding where connection_id = $1', [id]);
      await this.evaluations.forget(id, tx);
    });
    await this.connections.delete(id);
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

  /** Writes to Neo4j what it missed while it was away. */
  async catchUpProjections(): Promise<void> {
    for (const id of [...this.#behind]) {
      if ([...this.#running.keys()].some(({ connectionId }) => connectionId === id)) continue;
      await this.#project(id, this.#closing.signal);
    }
  }

  /** Newest first. @param beforeId id of the last sync of the page before; null for the first page */
  async listSyncs(connectionId: string, limit: number, beforeId: string | null): Promise<Sync[]> {
    await this.connections.get(connectionId);
    const rows = await this.database.query<{ id: string }>(
      `select id from sync where connection_id = $1 and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
      [connectionId, beforeId, limit],
    );
    return Promise.all(rows.map(({ id }) => this.syncs.get(id)));
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

  async #versionAt(id: string, asOf: Date | null): Promise<number> {
    const { view } = await this.#published(id);
    if (asOf === null) return view.version;
    return (await new InventoryReader(this.database, id).versionAt(asOf)).version;
  }

  async #link(connection: Connection, onProgress?: (progress: SyncProgress) => void): Promise<OktaLink> {
    const credential = credentialFromText(await this.connections.credential(connection.id));
    const allowLocal = connection.settings['allowLocal'] === true;
    return openOkta({ domain: connection.orgUrl, credential, allowLocal }, this.#stores.clock, onProgress);
  }

  #scan(
    connection: Connection,
    call: ScanCall,
    watch: ScanProgressWatch & Pick<ScanWatch, 'onLease'>,
    signal?: AbortSignal,
  ): Promise<ScanOutcome> {
    const running: RunningScan = {
      connectionId: connection.id,
      stop: new AbortController(),
      syncId: null,
      progress: null,
    };
    const work = this.#run(running, connection, call, watch, signal).finally(() => this.#running.delete(running));
    this.#running.set(running, work);
    return work;
  }

  async #run(
    running: RunningScan,
    connection: Connection,
    call: ScanCall,
    watch: ScanProgressWatch & Pick<ScanWatch, 'onLease'>,
    signal?: AbortSignal,
  ): Promise<ScanOutcome> {
    const stopped = AbortSignal.any([
      this.#closing.signal,
      running.stop.signal,
      ...(signal === undefined ? [] : [signal]),
    ]);
    const { profile, factors, includeClientSecrets } = call;
    const request: ScanRequest = {
      connection,
      profile,
      rules: resolveRules(this.rules, profile),
      options: { profile, factors, includeClientSecrets },
      allMembers: call.allMembers ?? false,
      acceptDisappearance: call.acceptDisappearance ?? false,
    };
    let expected = await this.#requestsOfLastScan(connection.id, request.options);
    const link = await this.#link(connection, (progress) => {
      const expectedRequests = expected === null ? null : Math.max(expected, progress.requests);
      running.progress = { ...progress, expectedRequests };
      watch.onProgress?.(running.progress);
    });
    // Neo4j takes over one wave while the next is read.
    let projecting: Promise<unknown> = this.projection.prepare();
    try {
      const report = await new ScanFlow(this.#stores).run(
        request,
        link.reader(call),
        {
          onLease: (lease: SyncLease) => {
            running.syncId = lease.syncId;
            watch.onLease?.(lease);
          },
          onWave: (wave, summary) => {
            watch.onWave?.(wave, summary);
            // One that failed is tried again at the end, not at every wave.
            projecting = projecting.then(async () => {
              if (!this.#behind.has(connection.id)) await this.#project(connection.id, stopped);
            });
            if (wave !== 1 || expected !== null) return;
            const soFar = link.client.requests;
            void this.#published(connection.id).then(
              ({ view }) => (expected = soFar + expectedAfterFirstWave(view, request.options)),
              (error: unknown) => this.logger.debug('scan.size_unknown', { error }),
            );
          },
        },
        stopped,
      );
      await projecting;
      return { report, projection: await this.#project(connection.id, stopped) };
    } finally {
      await projecting;
      await link.close();
    }
  }

  /** What the same read took the last time; null when there was none. */
  async #requestsOfLastScan(connectionId: string, options: ScanOptions): Promise<number | null> {
    const [row] = await this.database.query<{ requests: number | null }>(
      `select (report ->> 'requests')::int as requests from sync
       where connection_id = $1 and state = 'completed' and options ->> 'factors' = $2
         and options ->> 'includeClientSecrets' = $3
       order by id desc limit 1`,
      [connectionId, options.factors, String(options.includeClientSecrets)],
    );
    return row?.requests ?? null;
  }

  /** Whatever happens to Neo4j, the scan stands. */
  async #project(connectionId: string, signal: AbortSignal): Promise<DomainError | null> {
    const failure = await this.projection.bringForward(connectionId, signal).catch(projectionFailed);
    if (failure === null) {
      this.#behind.delete(connectionId);
      return null;
    }
    this.#behind.add(connectionId);
    this.logger.warn('projection.failed', { connectionId, code: failure.code, error: failure });
    return failure;
  }
}

interface RunningScan {
  readonly connectionId: string;
  readonly stop: AbortController;
  syncId: string | null;
  progress: SyncProgress | null;
}

function projectionFailed(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError('graph.projection_failed', 'unavailable', 'Neo4j could not be brought to the new version.', {
    field: 'POSTURE_NEO4J_URL',
    remedy: 'See the log of Neo4j; what was projected so far is kept and the projection goes on from there.',
    cause,
  });
}
