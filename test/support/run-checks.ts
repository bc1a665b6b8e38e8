import type { Logger, RunStore, RunWithResult } from '@posture/platform';

/** Logs what a test may look at afterwards. */
export class MemoryLogger implements Logger {
  readonly events: string[] = [];

  error(event: string): void {
    this.events.push(event);
  }
  warn(event: string): void {
    this.events.push(event);
  }
  info(event: string): void {
    this.events.push(event);
  }
  debug(): void {}
  with(): Logger {
    return this;
  }
}

/** Waits until a run is as wanted. @throws Error with what it was last when that takes too long */
export async function runThat(
  runs: RunStore,
  id: string,
  wanted: (run: RunWithResult) => boolean,
  withinMs = 20_000,
): Promise<RunWithResult> {
  const end = performance.now() + withinMs;
  for (;;) {
    const run = await runs.get(id);
    if (wanted(run)) return run;
    if (performance.now() > end) throw new Error(`the run is still ${JSON.stringify(run)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
