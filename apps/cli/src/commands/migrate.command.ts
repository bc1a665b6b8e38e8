import { Command } from 'commander';
import { openStore, systemClock } from '@posture/platform';
import { configOf } from '../open-engine';
import { say } from '../output/say';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database schema up to date. Every command does so when it starts; this one does only that.')
    .action(async (_options: unknown, command: Command) => {
      const store = await openStore(configOf(command), systemClock);
      try {
        say(store.migrated.length === 0 ? 'The schema is up to date.' : `Applied: ${store.migrated.join(', ')}`);
      } finally {
        await store.close();
      }
    });
}
