import type { Migration } from '../../migration';

/** The secret a provider shows when it calls because something happened; sealed, null where it may not call. */
export const inventory007EventHooks: Migration = {
  name: 'inventory-007-event-hooks',
  up: ['alter table connection add column hook_sealed text, add column hook_made_at timestamptz'],
  down: ['alter table connection drop column hook_made_at, drop column hook_sealed'],
};
