import type { Migration } from '../../migration';

/** By which request a key got its value: one that is done again takes nothing else away. */
export const operators150Rotations: Migration = {
  name: 'operators-150-rotations',
  up: ['alter table api_key add column rotation_id uuid'],
  down: ['alter table api_key drop column rotation_id'],
};
