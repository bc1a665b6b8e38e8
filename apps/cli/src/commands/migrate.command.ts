import { Command, InvalidArgumentError, Option } from 'commander';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database schema up to date. Every command does so when it starts; this one does only that.')
    .addOption(
      new Option('--undo <count>', 'undo the newest steps instead, to go back to an earlier version').argParser(
        countOf,
      ),
    )
    .addHelpText(
      'after',
      `
Undo once no process of this version runs, and start the earlier version next: this one would apply the steps again.
What they had added is lost. The earlier version says how many steps it does not know.`,
    )
    .action(async ({ undo }: { undo?: number }, command: Command) => {
      const { migrate } = await import('./migrate.action');
      await migrate(command, undo ?? 0);
    });
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is a number of steps, 1 or more.');
  return Number(text);
}
