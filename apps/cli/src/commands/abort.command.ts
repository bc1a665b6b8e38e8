import { Command } from 'commander';

export function abortCommand(): Command {
  return new Command('abort')
    .argument('<id>', 'of a run, as "posture runs" shows it')
    .description('Stop a run, whichever process works on it.')
    .addHelpText(
      'after',
      `
The process that works on it notices within seconds. What a scan has read is dropped; what it judged stays. While a server
uses the data directory, ask its API instead: POST /api/v1/runs/ID/abort.`,
    )
    .action(async (id: string, _options: unknown, command: Command) => {
      const { abort } = await import('./abort.action');
      await abort(id, command);
    });
}
