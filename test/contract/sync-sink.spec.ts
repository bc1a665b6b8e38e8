import type { InventoryOrg } from '../support/inventory-org';
import { orgPerTest } from '../support/org-per-test';
import { STORE_KINDS } from '../support/stores';
import { MemorySink } from './okta-connector.memory-sink';
import { syncSinkContract } from './sync-sink.contract';

describe.each(STORE_KINDS)('the inventory on the %s store', (kind) => {
  let org: InventoryOrg;

  orgPerTest(kind, (created) => (org = created));

  syncSinkContract('staged', async () => {
    const sink = org.sink(await org.begin());
    return { sink, takeOver: async () => org.sink(await org.begin()) };
  });
});

syncSinkContract('in memory', async () => {
  const sink = new MemorySink();
  return { sink, takeOver: async () => sink.takeOver() };
});
