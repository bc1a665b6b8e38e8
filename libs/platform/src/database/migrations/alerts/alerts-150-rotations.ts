import type { Migration } from '../../migration';

/** By which request a channel got its secret: one that is done again takes nothing else away. */
export const alerts150Rotations: Migration = {
  name: 'alerts-150-rotations',
  up: ['alter table alert_channel add column rotation_id uuid'],
  down: ['alter table alert_channel drop column rotation_id'],
};
