import { Command } from 'commander';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database schema up to date. Every command does so when it starts; this one does only that.')
    .action(async (_options: unknown, command: Command) => {
      const { migrate } = await import('./migrate.action');
      await migrate(command);
    });
}
