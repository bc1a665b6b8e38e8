import { eventually } from '../support/eventually';
import { Receiver, verified } from '../support/receiver';
import type { Received } from '../support/receiver';
import { ServedEngine } from '../support/served-engine';
import { SMALL_TRIAL } from '../support/small-trial';

/** Updates are told only where they are asked for. */
const TYPES = ['finding.opened', 'finding.reopened', 'finding.updated', 'finding.resolved'];

/** A receiver that is there before the tenant is judged for the first time. */
describe('What a receiver is told of much at once', () => {
  let engine: ServedEngine;
  let receiver: Receiver;
  let secret: string;

  beforeAll(async () => {
    receiver = await Receiver.start();
    engine = await ServedEngine.start(SMALL_TRIAL);
    const made = await engine.api.post('/channels', {
      name: 'SIEM',
      url: receiver.url,
      minSeverity: 'informational',
      types: TYPES,
    });
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

  /** The digest that says so, once it has come, and what was told by itself until then. */
  async function told(cause: string): Promise<Told> {
    const isMeant = ({ body }: Received) => body.type === 'scan.digest' && digestOf(body).causes.includes(cause);
    const digest = await eventually(async () => receiver.received.find(isMeant));
    const all = receiver.received.splice(0);
    for (const each of all) expect(verified(secret, each)).toEqual(each.body);
    return { digest: digestOf(digest.body), singly: all.filter(({ body }) => body.type !== 'scan.digest') };
  }

  function digestOf({ data }: Received['body']): Digest {
    return (data as unknown as { readonly digest: Digest }).digest;
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
    const { digest, singly } = await told('first_scan');
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
    // What the log says of it is told as well, by detections.
    const ids = new Set(news.map(({ finding }) => finding.id));
    const ofScan = (): Received[] => receiver.received.filter(({ body }) => ids.has(body.data.finding?.id));
    await eventually(async () => ofScan().length >= news.length);
    expect(ofScan()).toHaveLength(news.length);
    receiver.received.length = 0;
  }, 120_000);

  it.each([
    ['rules by which nobody judged before', 'rules_changed', async (): Promise<void> => {}],
    [
      'what could not be read for a while',
      'recovered',
      async (): Promise<void> => {
        engine.sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/apps*', count: null });
        await engine.scan({ profile: 'everything' });
        engine.sandbox.faults.clear();
      },
    ],
  ] as const)(
    'is one digest of %s',
    async (_what, cause, before) => {
      await before();
      const scanId = await engine.scan({ profile: 'everything' });
      const { digest, singly } = await told(cause);
      expect(digest).toMatchObject({ causes: [cause], scan: { id: scanId } });
      const shown = (await changesAt(digest.link)).filter(
        ({ type, bulk, finding }) => bulk === cause && type !== 'not_assessed' && finding.supersededBy === null,
      );
      expect(digest.total + digest.toldSingly).toBe(shown.length);
      const ids = new Set(shown.flatMap(({ finding }) => (finding.severity === 'critical' ? [] : [finding.id])));
      expect(singly.filter(({ body }) => body.type === 'finding.opened' && ids.has(body.data.finding.id))).toEqual([]);
      const again = await engine.scan({ profile: 'everything' });
      expect((await changesAt(`/api/v1/runs/${again}/changes`)).filter(({ bulk }) => bulk !== null)).toEqual([]);
    },
    120_000,
  );
});
