import type { Command } from 'commander';
import { openStore, systemClock } from '@posture/platform';
import { configOf } from '../open-app';
import { say } from '../output/say';

/** @param undo how many of the newest steps are undone, once all are applied */
export async function migrate(command: Command, undo: number): Promise<void> {
  const { database, migrated, close } = await openStore(configOf(command), systemClock);
  try {
    if (undo > 0) return say(`Undone: ${(await database.revert(undo)).join(', ')}`);
    say(migrated.length === 0 ? 'The schema is up to date.' : `Applied: ${migrated.join(', ')}`);
  } finally {
    await close();
  }
}
