import type { Link } from '@posture/domain';
import { ConnectionFlow, Providers } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import { quietMonth } from '../../apps/sandbox/src/log/life/month';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { unreadInventory } from '../../libs/flows/src/activity/inventory-facts';
import { incoming } from '../../libs/flows/src/activity/log-pages';
import { LogParts } from '../../libs/flows/src/activity/log-parts';
import { LogReader } from '../../libs/flows/src/activity/log-reader';
import { free } from '../support/activity-log';
import { eventually } from '../support/eventually';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';

describe('The past of a log, page by page', () => {
  let sandbox: Sandbox;
  let opened: OpenedProduct;
  let link: Link;
  let reader: LogReader;
  let written: readonly string[];
  const { signal } = new AbortController();

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 120, groups: 20, apps: 20, seed: 'past', unlimited: true });
    const past = quietMonth(sandbox.org, { days: 5, until: Date.now() - 3_600_000 });
    sandbox.log.attach(past);
    written = [...past].map(({ uuid }) => uuid);
    opened = await openProduct();
    const { app } = opened.product;
    const connection = await opened.product.connectByToken(sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
    link = await app.get(ConnectionFlow).open(connection);
    const provider = app.get(Providers).get(connection.provider);
    const context = { hold: free, log: app.get(LOGGER) };
    reader = new LogReader(app.get(LogParts), { connection, provider, link, context });
  }, 300_000);
  afterAll(async () => {
    await link?.close();
    await opened?.close();
    await sandbox?.stop();
  });
  beforeEach(async () => {
    const until = new Date();
    await reader.begin({ name: 'backfill', since: new Date(until.getTime() - 6 * 86_400_000), until });
    sandbox.resetStats();
  });

  const asked = () => sandbox.stats().byPath['GET /api/v1/logs'] ?? 0;

  it('comes on while a page is kept, but no further than to the next one', async () => {
    const pages = reader.past(signal);
    await pages.next();

    await eventually(() => Promise.resolve(asked() === 2));
    await pages.next();
    await eventually(() => Promise.resolve(asked() === 3));
    await pages.return(undefined);
    expect(await reader.progressOf('backfill')).toMatchObject({ cursor: null, state: 'reading' });
  }, 300_000);

  it('comes whole where a page that was asked for ahead is refused, and where its place is forgotten', async () => {
    const provider = opened.product.app.get(Providers).get('okta');
    let pages = 0;
    for await (const page of reader.past(signal)) {
      pages += 1;
      if (pages === 1) sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/logs', count: 1 });
      if (pages === 3) sandbox.log.expireCursors();
      await reader.append('backfill', incoming(page, provider, unreadInventory), () => Promise.resolve());
    }

    expect(await reader.progressOf('backfill')).toMatchObject({ state: 'completed', error: null });
    expect(sandbox.stats().byStatus).toMatchObject({ 403: 1, 400: expect.any(Number) });
    const rows = await opened.product.database.query<{ uuid: string }>('select uuid from activity order by position');
    expect(rows.map(({ uuid }) => uuid).sort()).toEqual([...written].sort());
  }, 300_000);
});
