import { Command } from 'commander';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check the stores, the key, the rules and the graph of this installation.')
    .action(async (_options: unknown, command: Command) => {
      const { examine } = await import('./doctor.action');
      await examine(command);
    });
}
