import type { Death } from './die-at';

/** What a process that judges and tells is told. */
export interface AlertOrder {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  /** Names it among those that deliver. */
  readonly holder: string;
  /** Where the clock that all processes of a test share begins, in ms; see `sharedClock`. */
  readonly clockOrigin: number;
  readonly seed: number;
  /** Whether it judges, too; otherwise it tells what is left and ends once nothing is. */
  readonly judges: boolean;
  /** The statement, counted from its start, at which it ends itself; null: none. */
  readonly kill: (Death & { readonly statement: number }) | null;
}
