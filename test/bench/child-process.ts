import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Child {
  /** The first line it printed, as JSON. */
  readonly said: unknown;
  /** Ends it, and resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Runs a TypeScript file of the project in a process of its own.
 * @param file from the project's root
 * @throws Error when it ends before it has said anything
 */
export async function startChild(
  file: string,
  args: readonly (string | number)[],
  node: readonly string[] = [],
): Promise<Child> {
  const root = join(__dirname, '../..');
  const command = [...node, '-r', join(__dirname, 'register.cjs'), join(root, file), ...args.map(String)];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    exited.then(() => null),
  ]);
  if (line === null) throw new Error(`${file} ended before it said anything.`);
  return {
    said: JSON.parse(line),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
