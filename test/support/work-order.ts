import type { Clock } from '@posture/platform';
import type { Death } from './die-at';

/** What a worker process is told. */
export interface WorkOrder {
  readonly databaseUrl: string;
  /** Where the clock that all processes of a test share begins, in ms; it runs twenty times as fast as the machine's. */
  readonly clockOrigin: number;
  /** The statement, counted from its start, at which it ends itself; null: none. */
  readonly kill: (Death & { readonly statement: number }) | null;
}

/** Twenty seconds a second: a lease is over after three. */
export function sharedClock(origin: number): Clock {
  return { now: () => new Date(origin + (Date.now() - origin) * 20) };
}

/** What the work does: step after step. Nothing but the fence keeps a step from being done twice. */
export const WORK_LOG = `create table work_log (
  position bigint generated always as identity,
  run_id uuid not null,
  step int not null,
  fence bigint not null,
  pid int not null
)`;
