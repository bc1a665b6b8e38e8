import type { Migration } from '../../migration';

const DOCUMENTS = ['doc', 'raw', 'joined'];

function packedBy(method: string): string {
  return `alter table activity ${DOCUMENTS.map((each) => `alter column ${each} set compression ${method}`).join(', ')}`;
}

/**
 * Packs the documents of days to come by LZ4, where the server knows it: packing them by PostgreSQL's own method takes a
 * third of the time a page is kept in, and makes them no smaller.
 */
export const activity005FastPacking: Migration = {
  name: 'activity-005-fast-packing',
  up: [
    `do $$ begin
       if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)) then
         ${packedBy('lz4')};
       end if;
     end $$`,
  ],
  down: [packedBy('default')],
};
