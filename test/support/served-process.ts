import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../dist/apps/server/src/main.js');
const STARTED = /^(?:Try|Worker) .*/m;

type Env = Readonly<Record<string, string>>;

/** A server of the build that is killed and started again, at the address it had before. */
export class ServedProcess {
  readonly said: string[] = [];
  #child: ChildProcess | null = null;
  #port = '0';

  constructor(
    readonly name: string,
    private readonly env: Env,
  ) {}

  /** Until it has said where it listens. @throws Error with what it said when it ends instead */
  async start(): Promise<void> {
    if (!existsSync(MAIN)) throw new Error('The server is not built: npm run build');
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], POSTURE_PORT: this.#port, ...this.env },
    });
    this.#child = child;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (piece: string) => {
        this.said.push(piece);
        text += piece;
        if (STARTED.test(text)) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
      child.once('close', () => reject(new Error(`${this.name} did not start: ${text}`)));
    });
    this.#port = new URL(/(http:\S+)\/api\/v1/.exec(text)![1]!).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The owner key; null when it printed none. */
  get key(): string | null {
    return /^Key {4}(posture_\S+)/m.exec(this.said.join(''))?.[1] ?? null;
  }

  /** @returns once it is gone; one that has ended by itself is as good */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    await ended;
  }
}
