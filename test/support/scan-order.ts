import type { Death } from './die-at';
import { runScript } from './killed-process';
import type { StoreState } from './store-state';

/** What a scan does one after the other in each wave; `opening` is before the first, the last two after the last. */
export const PHASES = [
  'opening',
  'reading',
  'merging',
  'deriving',
  'publishing',
  'judging',
  'reporting',
  'completing',
] as const;
export type Phase = (typeof PHASES)[number];

/** Where a process ends itself by SIGKILL: at a database statement, counted within its wave and phase. */
export interface KillPoint extends Death {
  readonly wave: number;
  readonly phase: Phase;
  readonly statement: number;
}

export interface ScanOrder {
  readonly dataDir: string;
  /** null: embedded. */
  readonly databaseUrl: string | null;
  readonly orgUrl: string;
  readonly token: string;
  readonly kill: KillPoint | null;
}

/** What a scan that came to its end tells. */
export interface ScanAccount {
  /** Statements by stage, in the order the stages were entered. */
  readonly trace: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly state: StoreState;
}

export function stageOf(wave: number, phase: Phase): string {
  return `${wave} ${phase}`;
}

/**
 * Runs a scan in another process.
 * @param sourceCache directory for compiled sources, shared by the runs of a suite
 * @returns its account; null when it was killed
 * @throws Error with what it printed when it ended otherwise
 */
export async function runScanProcess(order: ScanOrder, sourceCache: string): Promise<ScanAccount | null> {
  return runScript<ScanAccount>('scan-process.ts', order, order.kill !== null, sourceCache);
}
