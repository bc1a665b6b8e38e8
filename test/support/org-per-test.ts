import { InventoryOrg } from './inventory-org';
import { openTestStore } from './stores';
import type { StoreKind, TestStore } from './stores';

/** For a suite: each of its tests has an org of its own, all of them one store. @param given takes the next test's org */
export function orgPerTest(kind: StoreKind, given: (org: InventoryOrg) => void): void {
  let store: TestStore;
  let org: InventoryOrg;
  let count = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    count += 1;
    org = await InventoryOrg.create(store.database, `https://t${count}.okta.example`);
    given(org);
  });
  afterEach(() => org.remove());
}
