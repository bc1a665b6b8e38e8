import type { Command } from 'commander';
import { openStore, systemClock } from '@posture/platform';
import { configOf } from '../open-app';
import { say } from '../output/say';

export async function migrate(command: Command): Promise<void> {
  const store = await openStore(configOf(command), systemClock);
  try {
    say(store.migrated.length === 0 ? 'The schema is up to date.' : `Applied: ${store.migrated.join(', ')}`);
  } finally {
    await store.close();
  }
}
