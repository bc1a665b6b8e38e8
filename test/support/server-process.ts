import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const STARTED = /^(?:Try|Worker) .*/m;
const START_MS = 60_000;

type Env = Readonly<Record<string, string>>;

/** A program of the product in a process of its own, run from the sources as it would be run when built. */
export function runProgram(main: string, args: readonly string[], env: Env, sourceCache: string): ChildProcess {
  return spawn(process.execPath, ['-r', join(__dirname, 'run-sources.cjs'), join(ROOT, main), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], SOURCE_CACHE: sourceCache, ...env },
  });
}

/** A server process of any role that has said where it listens. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly said: string[],
  ) {}

  static async start(env: Env, sourceCache: string): Promise<ServerProcess> {
    const child = runProgram(
      'apps/server/src/main.ts',
      [],
      { POSTURE_PORT: '0', POSTURE_RATE_LIMIT: '0', ...env },
      sourceCache,
    );
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream!.setEncoding('utf8').on('data', (text) => said.push(text));
    const end = performance.now() + START_MS;
    while (!STARTED.test(said.join(''))) {
      if (child.exitCode !== null || performance.now() > end) throw new Error(`it does not start: ${said.join('')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return new ServerProcess(child, said);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Everything it has printed so far. */
  get output(): string {
    return this.said.join('');
  }

  /** The owner key; null when it printed none. */
  get key(): string | null {
    return /^Key {4}(posture_\S+)/m.exec(this.output)?.[1] ?? null;
  }

  get api(): string {
    return /(http:\S+\/api\/v1)/.exec(this.output)![1]!;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill(signal);
    await ended;
  }
}
