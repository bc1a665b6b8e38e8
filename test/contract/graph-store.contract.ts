import { NAMED_QUERIES } from '@posture/access-graph';
import type { GraphPathRow, GraphStore, NamedQuery } from '@posture/access-graph';
import { kindOfKey } from '@posture/domain';
import type { VersionRows } from '../support/memory-graph-source';
import { TENANT } from './graph-store.tenant';

/** A store that holds one tenant, under the connection named. */
export interface GraphStoreUnderTest {
  readonly store: GraphStore;
  readonly connectionId: string;
}

/** What every graph store promises, wherever it keeps the graph. */
export function graphStoreContract(name: string, hold: (tenant: VersionRows) => Promise<GraphStoreUnderTest>): void {
  describe(`GraphStore contract: ${name}`, () => {
    let store: GraphStore;
    let id: string;

    beforeAll(async () => {
      ({ store, connectionId: id } = await hold(TENANT));
    }, 120_000);

    describe('its rows', () => {
      it('show every way a user comes by what it may use', async () => {
        expect(text(await store.effectiveAccess(id, 'User:member'))).toEqual([
          'App:crm: User:member ASSIGNED_TO App:crm',
          'App:crm: User:member MEMBER_OF Group:sales, Group:sales ASSIGNED_TO App:crm',
          'Group:sales: User:member MEMBER_OF Group:sales',
        ]);
      });

      it('show who reaches the tenant and how, the nearest first', async () => {
        expect(text(await store.whoCanReach(id, 'Org:o'))).toEqual([
          'User:root: User:root SUPER_ADMIN_OF Org:o',
          'ApiToken:t: ApiToken:t AUTHENTICATES_AS User:root, User:root SUPER_ADMIN_OF Org:o',
          'App:bot: App:bot CAN_ADD_MEMBER Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
          'User:owner: User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
          'ClientSecret:s: ClientSecret:s CREDENTIAL_OF App:bot, App:bot CAN_ADD_MEMBER Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
          'User:helper: User:helper CAN_RESET_PASSWORD TargetSet:plain, TargetSet:plain HAS_MEMBER User:owner, User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
        ]);
      });

      it('show what falls with a credential', async () => {
        expect(text(await store.blastRadius(id, 'ClientSecret:s'))).toEqual([
          'App:bot: ClientSecret:s CREDENTIAL_OF App:bot',
          'Group:admins: ClientSecret:s CREDENTIAL_OF App:bot, App:bot CAN_ADD_MEMBER Group:admins',
          'Org:o: ClientSecret:s CREDENTIAL_OF App:bot, App:bot CAN_ADD_MEMBER Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
        ]);
      });

      it('prefer control of the tenant over a nearer role, and are none where neither is reached', async () => {
        expect(text(await store.shortestPrivilegedPath(id, 'User:owner'))).toEqual([
          'Org:o: User:owner OWNS Group:admins, Group:admins SUPER_ADMIN_OF Org:o',
        ]);
        expect(await store.shortestPrivilegedPath(id, 'User:member')).toEqual([]);
      });

      it('name the node as it is known, and keep what is written on the edges', async () => {
        const [found] = await store.shortestPrivilegedPath(id, 'ApiToken:t');

        expect(found?.node).toEqual({ kind: 'Org', key: 'Org:o', externalId: 'o', name: 'o' });
        expect(found?.path.at(-1)).toEqual({
          kind: 'SUPER_ADMIN_OF',
          from: 'User:root',
          to: 'Org:o',
          derived: true,
          props: { via: ['SUPER_ADMIN by RoleAssignment:root'], inputs: 'complete' },
        });
      });
    });

    it.each(Object.values(NAMED_QUERIES) as NamedQuery[])(
      'gives of $name at most as many rows as asked for, the first in order',
      async ({ name: query, starts }) => {
        const from = TENANT.nodes.map(({ key }) => key).filter((key) => starts.includes(kindOfKey(key)));
        let longest = 0;
        for (const key of from) {
          const all = await store[query](id, key);
          longest = Math.max(longest, all.length);
          for (const limit of [1, 2, all.length + 1])
            expect(await store[query](id, key, { limit })).toEqual(all.slice(0, limit));
        }
        expect(longest).toBeGreaterThan(0);
      },
    );

    it.each(Object.values(NAMED_QUERIES) as NamedQuery[])(
      'refuses to start $name at what it cannot start at',
      async ({ name: query, starts }) => {
        const unsuitable = TENANT.nodes.find(({ kind }) => !starts.includes(kind))!.key;

        await expect(store[query](id, `${starts[0]!}:nobody`)).rejects.toMatchObject({ code: 'node.not_found' });
        await expect(store[query](id, unsuitable)).rejects.toMatchObject({ code: 'query.start_unsuitable' });
        await expect(store[query](id, 'nonsense')).rejects.toMatchObject({ code: 'node.key_invalid' });
      },
    );
  });
}

/** Rows as one reads them: the node, then the hops. */
function text(rows: readonly GraphPathRow[]): string[] {
  return rows.map(
    ({ node, path }) => `${node.key}: ${path.map((hop) => `${hop.from} ${hop.kind} ${hop.to}`).join(', ')}`,
  );
}
