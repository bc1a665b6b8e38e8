import { AccessHistory } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

describe('Drift of access', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let history: AccessHistory;
  let connectionId: string;
  let gains: string;
  let at: readonly string[];

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    test = await openProduct();
    history = test.product.app.get(AccessHistory);
    const scan = async () => {
      const report = await scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') });
      connectionId = report.connection.id;
      return `${report.sync.version}`;
    };
    const first = await scan();
    const reaching = await history.at({ connectionId }, await history.instantOf(connectionId, first));
    const reach = new Set<string>(reaching.rows.map(({ node }) => node.key));
    const users = (await test.product.directory(connectionId)).list('User', {
      startOfName: '',
      afterKey: '',
      limit: 500,
    });
    const user = users.find(({ key, status }) => status === 'ACTIVE' && !reach.has(key))!;
    gains = user.key;
    sandbox.org.mutate({
      op: 'add',
      collection: 'roles',
      object: { id: 'ra1drift', type: 'SUPER_ADMIN', user: user.externalId },
    });
    const second = await scan();
    sandbox.org.mutate({ op: 'remove', collection: 'roles', id: 'ra1drift' });
    at = [first, second, await scan()];
  }, 240_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const between = async (from: string, to: string, key?: string) =>
    history.between(
      { connectionId, key },
      await history.instantOf(connectionId, from),
      await history.instantOf(connectionId, to),
    );
  const said = ({ changes }: Awaited<ReturnType<typeof between>>) =>
    changes.map(({ change, node, path }) => [change, node.key, path.map(({ kind }) => kind).join(' ')]);

  it('names who controls the tenant only since, and who no more, by which path, and nobody else', async () => {
    const [first, second, third] = at as [string, string, string];
    const gained = await between(first, second);
    expect(gained.key).toMatch(/^Org:/);
    expect(said(gained)).toEqual([['gained', gains, 'SUPER_ADMIN_OF']]);
    expect(said(await between(second, third))).toEqual([['lost', gains, 'SUPER_ADMIN_OF']]);
    // Net: what came and went in between is no difference.
    expect(said(await between(first, third))).toEqual([]);
  });

  it('names what a user reaches only since', async () => {
    const [first, second] = at as [string, string];
    const kinds = (await between(first, second, gains)).changes.map(({ change, node }) => `${change} ${node.kind}`);
    expect(kinds).toContain('gained Org');
    expect(kinds.filter((kind) => kind.startsWith('lost'))).toEqual([]);
  });

  it('is asked by days, instants and versions, the earlier one first', async () => {
    const [first, second] = at as [string, string];
    const instant = await history.instantOf(connectionId, second);
    expect(await history.instantOf(connectionId, instant.toISOString())).toEqual(instant);
    expect(await history.instantOf(connectionId, '2026-11-01')).toEqual(new Date('2026-11-01T23:59:59.999Z'));
    await expect(between(second, first)).rejects.toMatchObject({ code: 'inventory.versions_reversed', field: 'from' });
    await expect(between(first, 'yesterday')).rejects.toMatchObject({ code: 'access.when_invalid' });
    await expect(between(first, '999')).rejects.toMatchObject({ code: 'inventory.version_not_found' });
    await expect(between(first, second, 'User:nobody')).rejects.toMatchObject({ code: 'node.not_found' });
  });
});
