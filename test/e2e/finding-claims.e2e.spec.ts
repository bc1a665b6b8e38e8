import { FindingTriage } from '@posture/findings';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { MIRA } from '../support/findings-room';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

describe('What people claim of an org', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;

  beforeAll(async () => {
    sandbox = await startSandbox(SMALL_TRIAL);
    test = await openProduct();
  });
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const scan = () =>
    scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN'), factors: 'admins' });
  const ofTokens = async (connectionId: string) =>
    (await test.product.findings.allPresent(connectionId)).filter(({ subject }) => subject.kind === 'ApiToken');
  const remove = (id: string) => sandbox.org.mutate({ op: 'remove', collection: 'tokens', id });

  it('L6: is verified by the next scan, or open again when the org still shows it', async () => {
    const { connection } = await scan();
    const all = await ofTokens(connection.id);
    const mended = all[0];
    const left = all.find(({ subject }) => subject.key !== mended!.subject.key);
    const triage = test.product.app.get(FindingTriage);
    for (const { id, sequence } of [mended!, left!])
      await triage.transition(id, { action: 'claim', note: 'The token was revoked.' }, MIRA, sequence);
    remove(mended!.subject.externalId);

    await scan();

    expect(await test.product.findings.get(mended!.id)).toMatchObject({
      ...{ status: 'resolved', resolution: 'claimed', present: false, verifiedAt: expect.any(Date) },
    });
    expect(await test.product.findings.get(left!.id)).toMatchObject({
      ...{ status: 'open', present: true, reopenReason: 'still_detected', reopenCount: 1 },
    });
  });

  it('L2: no list that is empty at once resolves what was found in it', async () => {
    const { connection } = await scan();
    const before = await ofTokens(connection.id);
    expect(before.length).toBeGreaterThan(0);
    const tokens = await test.product.database.query<{ id: string }>(
      `select external_id as id from node where kind = 'ApiToken' and to_version is null`,
    );
    for (const { id } of tokens) remove(id);

    await scan();

    const after = await ofTokens(connection.id);
    expect(after.map(({ id, status }) => [id, status])).toEqual(before.map(({ id, status }) => [id, status]));
  });
});
