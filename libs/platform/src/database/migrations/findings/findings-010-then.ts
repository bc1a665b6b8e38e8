import type { Migration } from '../../migration';

/** A finding as it was says also what filters ask; of steps before, what is known now stands in. */
export const findings010Then: Migration = {
  name: 'findings-010-then',
  up: [
    `update finding_event e set finding_then = e.finding_then ||
       jsonb_build_object('tier', f.tier, 'present', e.type <> 'resolved', 'supersededBy', f.superseded_by)
     from finding f where f.id = e.finding_id and e.finding_then is not null`,
  ],
  down: [`update finding_event set finding_then = finding_then - 'tier' - 'present' - 'supersededBy'`],
};
