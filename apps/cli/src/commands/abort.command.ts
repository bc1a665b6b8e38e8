import type { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';

export function abortCommand(): Command {
  return alsoElsewhere('abort')
    .argument('<id>', 'of a run, as "posture runs" shows it')
    .description('Stop a run, whichever process works on it.')
    .addHelpText(
      'after',
      `
The process that works on it notices within seconds. What a scan has read is dropped; what it judged stays. While a server
uses the data directory, ask it: posture --server URL abort ID.`,
    )
    .action(async (id: string, _options: unknown, command: Command) => {
      const { abort } = await import('./abort.action');
      await abort(id, command);
    });
}
