import type {
  Connection,
  ConnectionStore,
  Schedule,
  ScheduleStore,
  SyncHistory,
  SyncOverview,
} from '@posture/inventory';
import type { Clock, RunStore } from '@posture/platform';
import { overdueAt, statusOf, worstOf } from './connection-status';
import type { ConnectionState, ConnectionStatus } from './connection-status';
import type { Providers } from './providers';

/** A connection with how it goes with it. */
export interface ConnectionOverview {
  readonly connection: Connection;
  readonly status: ConnectionStatus;
  /** null of a removed one. */
  readonly schedule: Schedule | null;
  /** When it was last read as a whole; null: never. */
  readonly lastSyncedAt: Date | null;
  /** When what is known becomes too old; null of a removed one. */
  readonly overdueAt: Date | null;
  readonly isOverdue: boolean;
  /** Objects known. */
  readonly records: number;
}

/** How it goes with the connections of one provider, or of all. */
export interface ConnectionSummary {
  readonly connections: number;
  /** null: there is none. */
  readonly worst: ConnectionState | null;
  readonly overdue: number;
  readonly byState: Readonly<Partial<Record<ConnectionState, number>>>;
}

/** Connections as people look at them. */
export class ConnectionDirectory {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly schedules: ScheduleStore,
    private readonly history: SyncHistory,
    private readonly runs: RunStore,
    private readonly providers: Providers,
    private readonly clock: Clock,
  ) {}

  /** Those that are connected, oldest first; or those that were removed as well. */
  async list({ removed }: { readonly removed: boolean }): Promise<ConnectionOverview[]> {
    return this.#overviews(removed ? await this.connections.all() : await this.connections.list());
  }

  /** @throws {DomainError} `connection.not_found` */
  async get(id: string): Promise<ConnectionOverview> {
    const [overview] = await this.#overviews([await this.connections.get(id)]);
    return overview!;
  }

  async #overviews(connections: readonly Connection[]): Promise<ConnectionOverview[]> {
    const ids = connections.map(({ id }) => id);
    const syncs = new Map((await this.history.overviews(ids)).map((one) => [one.connectionId, one]));
    const runs = new Map((await this.runs.latest('scan', ids)).map((run) => [run.connectionId, run]));
    const schedules = new Map((await this.schedules.list(ids)).map((one) => [one.connectionId, one]));
    const overviews: ConnectionOverview[] = [];
    for (const connection of connections) {
      const sync = syncs.get(connection.id)!;
      const isRemoved = connection.removedAt !== null;
      const schedule = isRemoved ? null : (schedules.get(connection.id) ?? (await this.schedules.get(connection.id)));
      const run = runs.get(connection.id) ?? null;
      const status = statusOf(connection, sync, run, this.#titlesOf(connection));
      overviews.push({ connection, status, schedule, ...this.#freshness(connection, schedule, sync) });
    }
    return overviews;
  }

  #freshness(connection: Connection, schedule: Schedule | null, { wholeAt, records }: SyncOverview) {
    const due = schedule === null ? null : overdueAt(connection, schedule, wholeAt);
    return { lastSyncedAt: wholeAt, overdueAt: due, isOverdue: due !== null && due <= this.clock.now(), records };
  }

  #titlesOf({ provider }: Connection): ReadonlyMap<string, string> {
    const { resources } = this.providers.get(provider).catalogue;
    return new Map(Object.entries(resources).map(([resource, { title }]) => [resource, title]));
  }
}

/** Counts, and the worst of them; an overdue one is told beside its state. */
export function summaryOf(overviews: readonly ConnectionOverview[]): ConnectionSummary {
  const states = overviews.map(({ status }) => status.state);
  const byState: Partial<Record<ConnectionState, number>> = {};
  for (const state of states) byState[state] = (byState[state] ?? 0) + 1;
  const overdue = overviews.filter(({ isOverdue }) => isOverdue).length;
  return { connections: overviews.length, worst: worstOf(states), overdue, byState };
}
