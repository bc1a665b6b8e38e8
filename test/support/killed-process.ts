import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs one of the scripts beside this one in another process, which is told its order and prints its account.
 * @param mayDie whether it may end itself by SIGKILL
 * @param sourceCache directory for compiled sources, shared by the runs of a suite
 * @returns its account; null when it was killed
 * @throws Error with what it printed when it ended otherwise
 */
export async function runScript<Account>(
  script: string,
  order: object,
  mayDie: boolean,
  sourceCache: string,
): Promise<Account | null> {
  const child = startScript(script, order, sourceCache);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: string) => (said.stdout += text));
  child.stderr.on('data', (text: string) => (said.stderr += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...ended) => resolve(ended));
  });
  if (signal === 'SIGKILL' && mayDie) return null;
  if (code === 0 && said.stdout !== '') return JSON.parse(said.stdout) as Account;
  throw new Error(`${script} ended with ${signal ?? code}: ${said.stderr}${said.stdout.slice(0, 2_000)}`);
}

/** A script of this folder in a process of its own; all it says is read, so that nothing holds it up. @param order as JSON, its only argument */
export function startScript(script: string, order: object, sourceCache: string) {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'run-sources.cjs'), join(__dirname, script), JSON.stringify(order)],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SOURCE_CACHE: sourceCache } },
  );
  child.stdout.setEncoding('utf8').resume();
  child.stderr.setEncoding('utf8');
  return child;
}
