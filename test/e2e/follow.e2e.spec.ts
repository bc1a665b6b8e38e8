import { ActivityStore } from '@posture/activity';
import { EpisodeStore } from '@posture/findings';
import { Work } from '@posture/flows';
import type { Connection } from '@posture/inventory';
import { RunStore, RunWorker, Secret } from '@posture/platform';
import type { Run } from '@posture/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';

describe('A log that is followed', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let connection: Connection;
  let following: Promise<unknown>;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 120, groups: 20, apps: 20, seed: 'follow', unlimited: true });
    test = await openProduct();
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    connection = await test.product.connect(sandbox.url, { kind: 'api_token', token });
    await test.product.scan(connection.id);
    following = (await follow()).run;
    following.catch(() => undefined);
  }, 120_000);
  afterAll(async () => {
    await test?.product.app.get(RunWorker).stop();
    await following?.catch(() => undefined);
    await test?.close();
    await sandbox?.stop();
  });

  /** What is asked for is worked on here. */
  async function follow(): Promise<{ readonly run: Promise<Run> }> {
    const { app } = test.product;
    const worker = app.get(RunWorker);
    app.get(Work).wakeBy((id) => void worker.runNow(id).catch(() => undefined));
    const run = await app.get(RunStore).enqueue({ kind: 'follow', connectionId: connection.id, trigger: 'test' });
    return { run: worker.runNow(run.id) };
  }

  async function eventually<T>(ask: () => Promise<T | null | undefined>): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (answer !== null && answer !== undefined) return answer;
      await delay(50);
    }
  }

  const present = async (rule: string) =>
    (await test.product.findings.allPresent(connection.id)).find((finding) => finding.rule === rule);

  it('gives findings with the events that prove them', async () => {
    const played = sandbox.log.play('mfa-fatigue');
    const finding = await eventually(() => present('okta-det-mfa-push-bombing'));

    expect(finding.evidence.events?.length).toBeGreaterThan(2);
    const ids = new Set(played.map(({ uuid }) => uuid));
    expect(finding.evidence.events?.every(({ id }) => ids.has(id))).toBe(true);
    const [episode] = await test.product.app.get(EpisodeStore).list(finding.id, 10);
    expect(episode).toMatchObject({ isSettled: false });
  }, 60_000);
});
