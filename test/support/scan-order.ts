import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Death } from './die-at';
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
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'run-sources.cjs'), join(__dirname, 'scan-process.ts'), JSON.stringify(order)],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SOURCE_CACHE: sourceCache } },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ended) => resolve(ended));
  });
  if (signal === 'SIGKILL' && order.kill !== null) return null;
  if (code === 0 && said.stdout !== '') return JSON.parse(said.stdout) as ScanAccount;
  throw new Error(`the scan ended with ${signal ?? code}: ${said.stderr}${said.stdout.slice(0, 2_000)}`);
}
