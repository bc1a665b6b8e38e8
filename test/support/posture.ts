import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../dist/apps/cli/src/main.js');

export interface PostureRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface PostureOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
  /** Told of everything the process prints, as it prints it. */
  readonly onOutput?: (text: string, child: ChildProcessWithoutNullStreams) => void;
}

/** Runs the built command line as a user does, in a home of its own, until it ends. */
function posture(home: string, args: readonly string[], options: PostureOptions = {}): Promise<PostureRun> {
  if (!existsSync(MAIN)) throw new Error('The command line is not built: npm run build');
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? home,
    env: { PATH: process.env['PATH'], HOME: home, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    options.onOutput?.(chunk.toString(), child);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    options.onOutput?.(chunk.toString(), child);
  });
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A user's home directory and terminal: what was typed there printed, and what it left behind. */
export class PostureHome {
  readonly dir = mkdtempSync(join(tmpdir(), 'posture-cli-'));
  /** Everything printed so far. */
  readonly printed: string[] = [];

  /** @param env on top of a bare environment, for every command */
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  path(...parts: readonly string[]): string {
    return join(this.dir, ...parts);
  }

  async run(args: readonly string[], options: PostureOptions = {}): Promise<PostureRun> {
    const result = await posture(this.dir, args, { ...options, env: { ...this.env, ...options.env } });
    this.printed.push(result.stdout, result.stderr);
    return result;
  }

  /** Serves until the work is done, then presses Ctrl-C. */
  serve(
    dataDir: string,
    work: (api: string, key: string) => Promise<unknown> = async () => undefined,
    ...args: readonly string[]
  ): Promise<PostureRun> {
    return this.untilServing(['serve', '--data-dir', dataDir, '--port', '0', ...args], work);
  }

  /** A command that comes to serve the API: then the work is done, and Ctrl-C pressed. */
  untilServing(args: readonly string[], work: (api: string, key: string) => Promise<unknown>): Promise<PostureRun> {
    let text = '';
    let started = false;
    return this.run(args, {
      onOutput: (chunk, child) => {
        text += chunk;
        if (started || !text.includes('Try    ')) return;
        started = true;
        const api = /^API {4}(\S+)/m.exec(text)?.[1] ?? '';
        const key = /^Key {4}(posture_\S+)/m.exec(text)?.[1] ?? '';
        void work(api, key).finally(() => child.kill('SIGINT'));
      },
    });
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
