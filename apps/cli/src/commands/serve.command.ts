import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { configOf } from '../open-engine';

/** Beside this app in the build. The server is a process of its own, so that the command line never serves HTTP. */
export const SERVER_MAIN = join(__dirname, '..', '..', '..', 'server', 'src', 'main.js');

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the HTTP API on this data directory until stopped.')
    .option('--port <port>', 'port to listen on; 0 takes a free one (default: POSTURE_PORT or 8420)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .action(async ({ port, host }: { port?: string; host?: string }, command: Command) => {
      const { dataDir } = configOf(command);
      process.exitCode = await runServer({
        POSTURE_DATA_DIR: dataDir,
        ...(port === undefined ? {} : { POSTURE_PORT: port }),
        ...(host === undefined ? {} : { POSTURE_HOST: host }),
      });
    });
}

/** Runs the server with this terminal until it ends. @returns its exit code */
export function runServer(env: Readonly<Record<string, string>>): Promise<number> {
  const child = spawn(process.execPath, [SERVER_MAIN], { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
}
