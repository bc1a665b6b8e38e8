import type { Migration } from '../../migration';

/**
 * What a false positive rested on when people called it one, and which scan saw a finding gone that takes two to believe it.
 * Those called so before have no such mark, and nobody is asked about them again.
 */
export const findings140SecondLook: Migration = {
  name: 'findings-140-second-look',
  up: [`alter table finding add column reviewed_evidence text, add column clear_in uuid`],
  down: [`alter table finding drop column reviewed_evidence, drop column clear_in`],
};
