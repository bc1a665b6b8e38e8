import type { GraphPathRow, GraphStore, NamedQuery } from '@posture/access-graph';
import { DomainError, kindOfKey } from '@posture/domain';
import type { ConnectionStore, Inventory, InventoryVersion } from '@posture/inventory';
import type { Graphs } from './graphs';

/** Whose access, or access to what, in a connection. */
export interface AccessOf {
  readonly connectionId: string;
  /** Of a user: what he reaches; of an application or the tenant: who reaches it. undefined: the tenant, as super admins do. */
  readonly key?: string;
}

/** Access as it was at a version. */
export interface AccessThen {
  readonly at: InventoryVersion;
  readonly key: string;
  readonly rows: readonly GraphPathRow[];
}

/** One that reaches, or is reached, only at one of two instants; by which path. */
export interface AccessChange extends GraphPathRow {
  readonly change: 'gained' | 'lost';
}

/** Who reaches what only since, and who no more. */
export interface AccessDrift {
  readonly from: InventoryVersion;
  readonly to: InventoryVersion;
  readonly key: string;
  /** What was gained first, each in the order of its query. */
  readonly changes: readonly AccessChange[];
}

const VERSION = /^\d{1,9}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LAST_OF_DAY_MS = 24 * 3_600_000 - 1;

/**
 * The instant somebody means by a day such as 2026-11-30 (its end, UTC) or by an ISO instant; null: it is the number of a version.
 * @throws {DomainError} `access.when_invalid`
 */
export function timeOf(when: string): Date | null {
  if (VERSION.test(when)) return null;
  const time = Date.parse(when);
  if (!Number.isNaN(time)) return new Date(DAY.test(when) ? time + LAST_OF_DAY_MS : time);
  throw new DomainError('access.when_invalid', 'invalid', `"${when}" is no time.`, {
    remedy: 'Give a day such as 2026-11-30, an instant such as 2026-11-30T08:00:00Z, or the number of a version.',
  });
}

/** Access at any instant that is kept, and what became different. */
export class AccessHistory {
  constructor(
    private readonly graphs: Graphs,
    private readonly inventory: Inventory,
    private readonly connections: ConnectionStore,
  ) {}

  /**
   * @param when the end of a day in UTC such as 2026-11-30, an ISO instant, or the number of a version
   * @throws {DomainError} `access.when_invalid`, `inventory.version_not_found`
   */
  async instantOf(connectionId: string, when: string): Promise<Date> {
    return timeOf(when) ?? this.inventory.reader(connectionId).instant(Number(when));
  }

  /** @throws {DomainError} `connection.not_found`, `inventory.version_not_found`, `node.not_found`, `access.no_question` */
  async at(of: AccessOf, instant: Date): Promise<AccessThen> {
    await this.connections.get(of.connectionId);
    const at = await this.inventory.reader(of.connectionId).versionAt(instant);
    const key = of.key ?? (await this.#tenantOf(of.connectionId));
    return { at, key, rows: await this.#rows(of.connectionId, key, at.instant) };
  }

  /**
   * By whom is reached, or who reaches: a better path to the same is no difference.
   * @throws {DomainError} as `at`, where nobody knows the node at either instant; `inventory.versions_reversed`
   */
  async between(of: AccessOf, from: Date, to: Date): Promise<AccessDrift> {
    const { connectionId } = of;
    await this.connections.get(connectionId);
    const reader = this.inventory.reader(connectionId);
    const [first, last] = [await reader.versionAt(from), await reader.versionAt(to)];
    if (first.version > last.version)
      throw new DomainError('inventory.versions_reversed', 'invalid', 'The first instant is the later one.', {
        field: 'from',
        remedy: 'Give the earlier instant first.',
      });
    const key = of.key ?? (await this.#tenantOf(connectionId));
    const [before, after] = await Promise.allSettled([
      this.#rows(connectionId, key, first.instant),
      this.#rows(connectionId, key, last.instant),
    ]);
    if (before.status === 'rejected' && after.status === 'rejected') throw after.reason;
    const [then, now] = [rowsOf(before), rowsOf(after)];
    return {
      from: first,
      to: last,
      key,
      changes: [
        ...without(now, then).map((row) => ({ ...row, change: 'gained' as const })),
        ...without(then, now).map((row) => ({ ...row, change: 'lost' as const })),
      ],
    };
  }

  async #tenantOf(connectionId: string): Promise<string> {
    const { view } = await this.graphs.published(connectionId);
    const [tenant] = view.ofKind('Org');
    if (tenant === undefined)
      throw new DomainError('access.no_question', 'not_found', 'The tenant itself was never read.', {
        remedy: 'Start a sync of the connection and ask again.',
      });
    return view.key(tenant);
  }

  #rows(connectionId: string, key: string, instant: Date): Promise<readonly GraphPathRow[]> {
    const store: GraphStore = this.graphs.store.asOf(instant);
    return store[questionOf(key)](connectionId, key);
  }
}

/** The named query that answers whose access, or access to what, by the kind of a node's key. */
export function questionOf(key: string): NamedQuery['name'] {
  const kind = kindOfKey(key);
  if (kind === 'User') return 'effectiveAccess';
  return kind === 'App' || kind === 'Org' ? 'whoCanReach' : 'blastRadius';
}

/** Who did not exist had no access. */
function rowsOf(result: PromiseSettledResult<readonly GraphPathRow[]>): readonly GraphPathRow[] {
  if (result.status === 'fulfilled') return result.value;
  if (result.reason instanceof DomainError && result.reason.code === 'node.not_found') return [];
  throw result.reason;
}

function without(rows: readonly GraphPathRow[], others: readonly GraphPathRow[]): GraphPathRow[] {
  const known = new Set<string>(others.map(({ node }) => node.key));
  return rows.filter(({ node }) => !known.has(node.key));
}
