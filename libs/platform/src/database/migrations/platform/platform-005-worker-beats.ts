import type { Migration } from '../../migration';

/** When each process that works was last alive, for those that do not. */
export const platform005WorkerBeats: Migration = {
  name: 'platform-005-worker-beats',
  up: ['create table worker_beat (holder text primary key, seen_at timestamptz not null)'],
  down: ['drop table worker_beat'],
};
