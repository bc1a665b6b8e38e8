import { Command } from 'commander';
import { configOf } from '../open-app';
import { say } from '../output/say';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database schema up to date. Every command does so when it starts; this one does only that.')
    .action(async (_options: unknown, command: Command) => {
      const { openStore, systemClock } = await import('@posture/platform');
      const store = await openStore(await configOf(command), systemClock);
      try {
        say(store.migrated.length === 0 ? 'The schema is up to date.' : `Applied: ${store.migrated.join(', ')}`);
      } finally {
        await store.close();
      }
    });
}
