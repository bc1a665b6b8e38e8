import type { Death } from './die-at';
import { runScript } from './killed-process';
import type { LogState } from './log-state';

/** What whoever follows a log does beside one another; statements of anything else belong to none. */
export const STAGES = ['backfill', 'polling', 'judging', 'delta'] as const;
export type Stage = (typeof STAGES)[number];

/** Where a process ends itself by SIGKILL: at a database statement of a stage, counted from the process's start. */
export interface FollowDeath extends Death {
  readonly stage: Stage;
  readonly statement: number;
}

export interface FollowOrder {
  readonly dataDir: string;
  /** null: embedded. */
  readonly databaseUrl: string | null;
  readonly orgUrl: string;
  readonly token: string;
  /** How far its clock is ahead of the machine's. */
  readonly aheadMs: number;
  /** At the latest when all was read and judged. */
  readonly kill: FollowDeath | null;
}

/** What a process tells that followed the log until all was read and judged. */
export interface FollowAccount {
  readonly statements: Readonly<Record<Stage, number>>;
  readonly state: LogState;
}

/** Follows a log in another process. @returns as `runScript` */
export function runFollowProcess(order: FollowOrder, sourceCache: string): Promise<FollowAccount | null> {
  return runScript<FollowAccount>('follow-process.ts', order, order.kill !== null, sourceCache);
}
