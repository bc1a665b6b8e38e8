import type { Bodies } from '../client/server';
import type { Places, Told } from './area';

/** One piece of work, and how it goes. */
export type ToldRun = Told<'RunBody'>;

/** How one read of a tenant went, and what it led to. */
export type ToldSession = Pick<Told<'SyncBody'>, 'report' | 'effects'>;

export interface RunsAsked {
  readonly connectionId?: string;
  readonly states?: readonly Bodies['RunState'][];
}

/** Work of every kind. */
export interface RunsArea {
  /** Newest first. @param most how many at most @throws {DomainError} `connection.not_found` */
  list(asked: RunsAsked, most: number): Promise<readonly ToldRun[]>;
  /** One that reads a tenant. @throws {DomainError} `sync.not_found` */
  show(id: string): Promise<ToldRun & ToldSession>;
  /** @throws {DomainError} `run.not_found`, `run.wrong_state` */
  abort(id: string): Promise<ToldRun>;
}

export const RUNS: Places<RunsArea> = {
  here: async () => (await import('./runs.here')).runsHere,
  there: async () => (await import('./runs.there')).runsThere,
};
