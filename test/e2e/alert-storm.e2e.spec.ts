import { eventually } from '../support/eventually';
import { Receiver, verified } from '../support/receiver';
import type { Received } from '../support/receiver';
import { ServedEngine } from '../support/served-engine';
import { SMALL_TRIAL } from '../support/small-trial';

/** A receiver that is there before the tenant is judged for the first time. */
describe('What a receiver is told of much at once', () => {
  let engine: ServedEngine;
  let receiver: Receiver;
  let secret: string;

  beforeAll(async () => {
    receiver = await Receiver.start();
    engine = await ServedEngine.start(SMALL_TRIAL);
    const made = await engine.api.post('/channels', { name: 'SIEM', url: receiver.url, minSeverity: 'informational' });
    secret = made.body.secret;
  }, 120_000);
  afterAll(async () => {
    await engine?.stop();
    await receiver?.stop();
  });

  interface Told {
    readonly digest: Digest;
    readonly singly: readonly Received[];
  }

  interface Digest {
    readonly causes: readonly string[];
    readonly total: number;
    readonly toldSingly: number;
    readonly byType: Record<string, number>;
    readonly byRule: Record<string, number>;
    readonly scan: { readonly id: string };
    readonly link: string;
  }

  /** Everything up to the digest, which comes last. */
  async function told(): Promise<Told> {
    const digest = await eventually(async () => receiver.received.find(({ body }) => body.type === 'scan.digest'));
    const all = receiver.received.splice(0);
    for (const each of all) expect(verified(secret, each)).toEqual(each.body);
    expect(all.at(-1)).toBe(digest);
    return { digest: (digest.body.data as unknown as { digest: Digest }).digest, singly: all.slice(0, -1) };
  }

  interface Change {
    readonly type: string;
    readonly bulk: string | null;
    readonly finding: { readonly id: string; readonly severity: string; readonly supersededBy: string | null };
  }

  /** What the digest leads to. */
  const changesAt = (link: string) => engine.api.all(link.replace('/api/v1', ''), 200) as Promise<Change[]>;

  it('is one digest of the first scan, and each new critical by itself', async () => {
    const scanId = await engine.scan();
    const { digest, singly } = await told();
    expect(digest).toMatchObject({ causes: ['first_scan'], scan: { id: scanId }, toldSingly: singly.length });
    const changes = (await changesAt(digest.link)).filter(({ finding }) => finding.supersededBy === null);
    expect(new Set(changes.map(({ bulk }) => bulk))).toEqual(new Set(['first_scan']));
    const criticals = new Set(changes.flatMap(({ finding }) => (finding.severity === 'critical' ? [finding.id] : [])));
    expect(criticals.size).toBeGreaterThan(0);
    expect(new Set(singly.map(({ body }) => body.data.finding.id))).toEqual(criticals);
    expect(digest.total + digest.toldSingly).toBe(changes.length);
  }, 120_000);

  it('is by itself what an ordinary scan finds', async () => {
    const users = await engine.api.all(`/connections/${engine.connectionId}/users`, 200);
    const user = (users as { tier: string; externalId: string }[]).find(({ tier }) => tier === 'T3')!.externalId;
    engine.sandbox.org.mutate({
      op: 'add',
      collection: 'roles',
      object: { id: 'ra1storm', type: 'SUPER_ADMIN', user },
    });
    const scanId = await engine.scan();
    const changes = await changesAt(`/api/v1/runs/${scanId}/changes`);
    const news = changes.filter(({ type, finding }) => type !== 'not_assessed' && finding.supersededBy === null);
    expect(news.length).toBeGreaterThan(0);
    await eventually(async () => receiver.received.length >= news.length);
    expect(
      receiver.received
        .splice(0)
        .map(({ body }) => body.data.finding?.id)
        .sort(),
    ).toEqual(news.map(({ finding }) => finding.id).sort());
  }, 120_000);

  it('is one digest of rules by which nobody judged before', async () => {
    const scanId = await engine.scan({ profile: 'everything' });
    const { digest, singly } = await told();
    expect(digest).toMatchObject({ causes: ['rules_changed'], scan: { id: scanId } });
    expect(digest.toldSingly).toBe(singly.length);
    expect(new Set(singly.map(({ body }) => body.data.finding['severity']))).toEqual(new Set(['critical']));
    await engine.scan({ profile: 'everything' });
    expect(receiver.received).toEqual([]);
  }, 120_000);

  it('is one digest of what could not be read for a while', async () => {
    engine.sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/apps*', count: null });
    await engine.scan({ profile: 'everything' });
    expect(receiver.received.splice(0)).toEqual([]);
    engine.sandbox.faults.clear();
    const scanId = await engine.scan({ profile: 'everything' });
    const { digest, singly } = await told();
    expect(digest).toMatchObject({ causes: ['recovered'], scan: { id: scanId } });
    expect(singly).toEqual([]);
  }, 120_000);
});
