import { Command } from 'commander';
import type { ReceiveCommandOptions } from './receive.action';

const PORT = '8425';

export function receiveCommand(): Command {
  return new Command('receive')
    .description('Be the receiver of a channel on this machine: verify the signature of what comes in, and print it.')
    .requiredOption('--secret-env <name>', 'environment variable that holds the secret the channel was made with')
    .option('--port <port>', 'port listened at, on this machine only', PORT)
    .option('--count <count>', 'end after so many alerts')
    .addHelpText(
      'after',
      `
For trying a channel, and to see what a SIEM is sent. The server has to run with POSTURE_ALLOW_LOOPBACK=true; the channel's
url is http://127.0.0.1:${PORT}/in, of kind webhook in format native. What does not verify is answered with 401 and told on
standard error.

Example:
  SECRET='whsec_…' posture receive --secret-env SECRET`,
    )
    .action(async (options: ReceiveCommandOptions) => {
      const { receive } = await import('./receive.action');
      await receive(options);
    });
}
