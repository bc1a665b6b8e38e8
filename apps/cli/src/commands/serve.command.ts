import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { childEnvironment } from '../child-environment';
import { globalOptions } from '../global-options';
import { EXIT_ERROR } from '../output/say';

/** Beside this app in the build. The server is a process of its own, so that the command line never serves HTTP. */
const SERVER_MAIN = join(__dirname, '..', '..', '..', 'server', 'src', 'main.js');

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the HTTP API on this data directory until stopped.')
    .option('--port <port>', 'port to listen on; 0 takes a free one (default: POSTURE_PORT or 8420)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--new-key', 'make a new owner key and revoke the old one, for when it was lost')
    .addHelpText(
      'after',
      `
The first start prints the owner key, once; every request carries it as "Authorization: Bearer KEY". The API is described
at /api/v1/openapi.json. It listens on this machine only unless --host says otherwise.`,
    )
    .action(async ({ port, host, newKey }: { port?: string; host?: string; newKey?: boolean }, command: Command) => {
      const { dataDir } = globalOptions(command);
      const env = {
        ...(dataDir === undefined ? {} : { POSTURE_DATA_DIR: dataDir }),
        ...(port === undefined ? {} : { POSTURE_PORT: port }),
        ...(host === undefined ? {} : { POSTURE_HOST: host }),
      };
      process.exitCode = await runServer(env, newKey === true ? ['--new-key'] : []);
    });
}

/**
 * What is new is left to the quick half of the garbage collector for longer, in MiB: events that are judged die by thousands,
 * and would else be cleared away with what lasts.
 */
const NODE = ['--max-semi-space-size=64'];

/** Runs the server with this terminal until it ends. @returns its exit code; being stopped is a good end */
export function runServer(env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<number> {
  const child = spawn(process.execPath, [...NODE, SERVER_MAIN, ...args], {
    stdio: 'inherit',
    env: { ...childEnvironment('server'), ...env },
  });
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : EXIT_ERROR)),
    );
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}
