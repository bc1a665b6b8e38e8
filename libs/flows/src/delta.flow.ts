import type { ActivityStore } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { Changes, JsonObject, Link } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { ReconcileSummary } from '@posture/findings';
import type { Connection, Inventory, PendingChanges } from '@posture/inventory';
import type { Clock, Run, RunContext, RunStore } from '@posture/platform';
import type { ConnectionFlow } from './connection.flow';
import type { EvaluateFlow, OpenScan } from './evaluate.flow';
import type { ProjectionFlow } from './projection.flow';
import type { Provider } from './providers';
import type { Profile } from './scan-input';
import type { ChangedVersion, OpenSync, SyncFlow } from './sync.flow';
import type { Work } from './work';

/** So many differing rows are told one by one. */
const TOLD = 50;
/** A queue whose last reading failed rests so long. */
const REST_MS = 5 * 60_000;
/** A version made of single changes no older than this shows that the log is followed. */
const FOLLOWED_MS = 15 * 60_000;
/** What follows from a difference differs as well. */
const DERIVED = 'derived';

/** A change in a tenant as it was followed up. */
export interface AppliedChanges extends Pick<ChangedVersion, 'version' | 'changes' | 'requests' | 'unread'> {
  /** Findings by what became of them. */
  readonly findings: ReconcileSummary;
}

/** What a run came to. */
type Totals = { versions: number; opened: number; resolved: number; unread: string[] };

/** Two versions, and how far the log was read when they are. */
interface Compared {
  /** Made of single reads. */
  readonly from: number;
  /** Read as a whole. */
  readonly version: number;
  readonly toldTo: Date;
}

/**
 * The log says that something changed → it is read again → a version of its own → rules → findings, within seconds. What
 * is said to have changed waits in a queue while the tenant is read as a whole or judged.
 */
export class DeltaFlow {
  constructor(
    private readonly pending: PendingChanges,
    private readonly activity: ActivityStore,
    private readonly inventory: Inventory,
    private readonly connections: ConnectionFlow,
    private readonly sync: SyncFlow,
    private readonly evaluation: EvaluateFlow,
    private readonly evaluations: EvaluationStore,
    private readonly projection: ProjectionFlow,
    private readonly work: Work,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Asks again for what waits, as after a full sync or a process that died; after a failure not at once. */
  async goOn(): Promise<void> {
    for (const id of await this.pending.connections()) {
      const [last] = await this.runs.list({ connectionId: id, kind: 'delta', limit: 1 });
      if (last?.state !== 'failed' || this.#ageOf(last.finishedAt ?? last.createdAt) >= REST_MS)
        await this.work.delta(id, 'queue');
    }
  }

  /**
   * Asks for lists of the whole tenant to be read again, as an operator wants.
   * @throws {DomainError} `sync.resource_unknown`, `sync.never_whole`, `sync.already_running`
   */
  async readAgain(
    { id }: Pick<Connection, 'id'>,
    { catalogue }: Provider,
    resources: readonly string[],
    runId?: string,
  ): Promise<Run> {
    const known = Object.entries(catalogue.resources).flatMap(([name, { per }]) => (per === undefined ? [name] : []));
    const stranger = resources.find((resource) => !known.includes(resource));
    if (stranger !== undefined)
      throw new DomainError(
        'sync.resource_unknown',
        'invalid',
        `There is no list "${stranger}" to be read by itself.`,
        {
          field: 'resources',
          remedy: `Choose among ${known.join(', ')}, or read the whole tenant.`,
        },
      );
    if ((await this.evaluations.lastProfile(id)) === null)
      throw new DomainError('sync.never_whole', 'conflict', 'The tenant has never been read as a whole.', {
        field: 'resources',
        remedy: 'Start a sync of the whole tenant first.',
      });
    return this.work.readAgain(id, resources, 'api', runId);
  }

  /** Runs of kind `delta`: what an operator asked for, and the queue, until it is empty. */
  async run(run: Run, context: RunContext): Promise<JsonObject> {
    const connectionId = run.connectionId ?? '';
    const profile = (await this.evaluations.lastProfile(connectionId)) as Profile | null;
    const totals: Totals = { versions: 0, opened: 0, resolved: 0, unread: [] };
    // What was never read as a whole is not changed: its first sync reads it all.
    if (profile === null) return { ...totals };
    context.step('opening');
    const scan = await this.evaluation.open(run, context, profile);
    const link = await this.connections.open(scan.connection, await this.sync.choicesOfLast(connectionId));
    try {
      const asked = resourcesOf(run);
      if (asked.length > 0) {
        const objects = asked.map((resource) => ({ resource }));
        const applied = await this.apply(scan, { objects, stale: [] }, link, run, context);
        await this.#refuseUnread(connectionId, applied, asked, run.startedAt ?? run.createdAt);
        add(totals, applied);
      }
      for (let taken; (taken = await this.pending.take(connectionId)) !== null;) {
        const applied = await this.apply(scan, taken, link, run, context);
        if (applied === null) break;
        await this.pending.done(connectionId, taken.upTo);
        add(totals, applied);
      }
    } finally {
      await link.close();
    }
    return { ...totals };
  }

  /**
   * Reads, publishes and judges one batch of changes; repeatable. The caller holds the tenant's place.
   * @returns null when only a full sync can go on from what is known
   */
  async apply(
    scan: OpenScan,
    changes: Changes,
    link: Link,
    { trigger }: Pick<Run, 'trigger'>,
    context: RunContext,
  ): Promise<AppliedChanges | null> {
    const { id } = scan.connection;
    const changed = await this.sync.changes(context.lease, id, changes, scan.provider, link, context);
    if (changed === null) return null;
    const { version, requests, unread } = changed;
    await this.projection.request(id, version, trigger);
    context.step('judging what changed');
    const { summary } = await this.evaluation.judgeChanges(scan, version);
    context.log.info('changes.judged', { connectionId: id, version, ...summary });
    return { version, changes: changed.changes, requests, unread, findings: summary };
  }

  /**
   * After a full sync. What it found otherwise than single reads had left it although the log had told all of that list by
   * then, and no waiting change explains, is a mistake of the map from events to objects, or of its reads: each row is
   * told, up to a bound.
   */
  async after(connectionId: string, sync: OpenSync, version: number, { log }: Pick<RunContext, 'log'>): Promise<void> {
    const from = await this.sync.changedBefore(sync);
    const toldTo = await this.#toldTo(connectionId);
    const reader = this.inventory.reader(connectionId);
    const isFollowed = async (version: number) =>
      sync.lease.startedAt.getTime() - (await reader.instant(version)).getTime() <= FOLLOWED_MS;
    // Nobody followed the log for longer than that: what happened meanwhile is no mistake.
    if (from !== null && toldTo !== null && (await isFollowed(from))) {
      const explained = await this.#explained(connectionId, { from, version, toldTo });
      const { rows, first } = await this.inventory.drift(connectionId).unexplained(from, version, explained, TOLD);
      for (const row of first) log.warn('delta.defect', { connectionId, from, version, rows, ...row });
    }
    await this.pending.forget(connectionId, sync.lease.startedAt);
  }

  /** Up to when the log has told what changed, by the earlier of the two clocks; null while nobody has read it. */
  async #toldTo(connectionId: string): Promise<Date | null> {
    const progress = await this.activity.cursor(connectionId, 'follow');
    if (progress === null || progress.reached === null) return null;
    return progress.reached < progress.updatedAt ? progress.reached : progress.updatedAt;
  }

  /**
   * Resources that may differ: what was known to have changed, and waits, or waited for this sync; and what the sync read
   * later than the log had told of.
   */
  async #explained(connectionId: string, { from, version, toldTo }: Compared): Promise<string[]> {
    const waiting = await this.pending.take(connectionId);
    const reader = this.inventory.reader(connectionId);
    const stale = (await reader.coverage(from)).filter(({ state, reason }) => state === 'complete' && reason !== null);
    const untold = (await reader.coverage(version)).filter(({ readAt }) => readAt > toldTo);
    const changed = [...stale, ...untold, ...(waiting?.objects ?? [])].map(({ resource }) => resource);
    const all = [...new Set([...changed, ...(waiting?.stale ?? [])])];
    return all.length === 0 ? [] : [...all, DERIVED];
  }

  /** What was asked for and not read is no success. @throws {DomainError} `sync.resource_unread` */
  async #refuseUnread(
    id: string,
    applied: AppliedChanges | null,
    asked: readonly string[],
    since: Date,
  ): Promise<void> {
    const coverage = applied === null ? [] : await this.inventory.reader(id).coverage(applied.version);
    const read = new Set(coverage.filter(({ readAt }) => readAt >= since).map(({ resource }) => resource));
    const unread = asked.filter((resource) => !read.has(resource));
    if (unread.length === 0) return;
    throw new DomainError(
      'sync.resource_unread',
      'unprocessable',
      `${unread.join(', ')} cannot be read by itself now.`,
      {
        field: 'resources',
        remedy: 'Read the whole tenant.',
      },
    );
  }

  #ageOf(instant: Date): number {
    return this.clock.now().getTime() - instant.getTime();
  }
}

/** What an operator asked a run to read. */
function resourcesOf({ input }: Run): string[] {
  const { resources } = input;
  return Array.isArray(resources) ? resources.filter((resource) => typeof resource === 'string') : [];
}

function add(totals: Totals, applied: AppliedChanges | null): void {
  if (applied === null) return;
  totals.versions += 1;
  totals.opened += applied.findings.opened + applied.findings.reopened;
  totals.resolved += applied.findings.resolved;
  totals.unread.push(...applied.unread.map(({ resource }) => resource));
}
