import type { Migration } from '../../migration';

/** What is due to one channel is found without going past what is queued for others. */
export const alerts011DueByChannel: Migration = {
  name: 'alerts-011-due-by-channel',
  up: [`create index alert_delivery_due_by_channel on alert_delivery (channel_id, due_at, id) where state = 'pending'`],
  down: ['drop index alert_delivery_due_by_channel'],
};
