import { ChannelStore, DeliveryStore, DigestStore } from '@posture/alerts';
import type { AlertEvent, Channel, Delivery } from '@posture/alerts';
import { SecretBox, uuidv7 } from '@posture/platform';
import type { Queryable } from '@posture/platform';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Courier } from '../../libs/alerts/src/delivery/courier';
import { ChannelHealth } from '../../libs/alerts/src/delivery/channel-health';
import { waysOut } from '../../libs/alerts/src/kind/ways-out';
import { AddressGuard } from '../../libs/alerts/src/outbound/address-guard';
import { HERE } from '../support/alerting';
import { Receiver, verified } from '../support/receiver';
import { MemoryLogger } from '../support/run-checks';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const HOUR_MS = 3_600_000;

describe.each(STORE_KINDS)('Alerts on their way, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-alerts-key-'));
  const log = new MemoryLogger();
  let store: TestStore;
  let clock: SetClock;
  let channels: ChannelStore;
  let deliveries: DeliveryStore;
  let receiver: Receiver;
  let position = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
    clock = new SetClock();
    channels = new ChannelStore(store.database, SecretBox.open(join(dir, 'master.key')), clock);
    deliveries = new DeliveryStore(store.database, clock, new DigestStore(clock, 1_000));
  });
  beforeEach(async () => {
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    for (const courier of couriers.splice(0)) await courier.stop();
    for (const { id, version } of await channels.list()) await channels.delete(id, version);
    await receiver.stop();
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const couriers: Courier[] = [];
  const courierOf = (holder = 'one', guard = new AddressGuard(HERE)): Courier => {
    const health = new ChannelHealth(store.database, deliveries, clock);
    const courier = new Courier(channels, deliveries, health, waysOut(guard, clock), clock, log, holder, () => 0.5);
    couriers.push(courier);
    return courier;
  };

  const channelTo = async (url: string): Promise<{ channel: Channel; secret: string }> => {
    const filter = { minSeverity: 'low' as const, types: [], connectionIds: [] };
    const made = await channels.create({
      ...{ kind: 'webhook', name: 'SIEM', url: new URL(url), format: 'native', settings: {}, credential: {} },
      ...{ filter, includesEvidence: false },
    });
    return { channel: made.channel, secret: made.secret!.reveal() };
  };

  const happened = (count: number, more: Partial<AlertEvent['finding']> = {}): AlertEvent[] =>
    Array.from({ length: count }, () => ({
      position: (position += 1),
      id: uuidv7(),
      at: clock.now(),
      type: 'finding.opened',
      sequence: 1,
      finding: {
        id: uuidv7(),
        connectionId: uuidv7(),
        fingerprint: 'f',
        rule: 'okta-superadmin-service-account',
        subject: { kind: 'User', key: 'User:00u1', externalId: '00u1', name: 'svc@brightwater.example' },
        severity: 'high',
        score: 60,
        tier: 'T1',
        status: 'open',
        present: true,
        supersededBy: null,
        title: 'A title',
        why: 'A reason',
        evidence: {},
        count: 1,
        firstSeenAt: clock.now().toISOString(),
        lastSeenAt: clock.now().toISOString(),
        resolution: null,
        statusChangedAt: clock.now().toISOString(),
        statusChangedBy: { kind: 'system', id: 'engine', name: 'engine' },
        assignee: null,
        severitySource: 'rule',
        ruleSeverity: 'high',
        dueAt: null,
        reopenCount: 0,
        reopenReason: null,
        exceptionId: null,
        needsReview: false,
        externalRefs: [],
        ...more,
      },
      ...{ scanId: null, bulk: null, isNewCritical: false },
    }));

  const list = (tx: Queryable): Promise<Channel[]> => channels.list(tx);

  const spread = async (events: readonly AlertEvent[]): Promise<void> => {
    await deliveries.spread(list, async () => ({ last: position, events }));
  };

  /** Until nothing is due any more. */
  const carry = async (courier: Courier): Promise<void> => {
    for (let isMore = true; isMore;) {
      const wasBusy = courier.isBusy;
      isMore = (await courier.goOn()) > 0 || wasBusy;
      await courier.oneEnded();
    }
  };

  const all = (channel: Channel): Promise<Delivery[]> => deliveries.list(channel.id, [], 1_000, null);

  it('gives each event to each channel that wants it, once however often it is asked', async () => {
    const { channel } = await channelTo(receiver.url);
    const events = [...happened(2), ...happened(1, { severity: 'informational' })];
    await spread(events);
    await deliveries.spread(list, async (after) => ({ last: after, events }));
    expect(await all(channel)).toHaveLength(2);
  });

  it('tries for 75 hours, and tells everything once the receiver is back', async () => {
    const { channel, secret } = await channelTo(receiver.url);
    receiver.answer = { status: 503 };
    await spread(happened(5));
    const courier = courierOf();
    const begun = clock.now().getTime();
    for (let hours = 0; hours < 75; hours += 0.5) {
      await carry(courier);
      clock.pass(HOUR_MS / 2);
    }
    expect((await channels.get(channel.id)).failingSince?.getTime()).toBe(begun);
    expect((await all(channel)).map(({ state }) => state)).toEqual(Array(5).fill('pending'));
    receiver.received.length = 0;
    receiver.answer = { status: 200 };
    clock.pass(25 * HOUR_MS);
    await carry(courier);
    expect((await all(channel)).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(5).fill(['succeeded', 10]),
    );
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(5);
    for (const each of receiver.received)
      expect(each.headers['webhook-timestamp']).toBe(String(clock.now().getTime() / 1000));
    expect(() => verified(secret, receiver.received[0]!)).toThrow(/timestamp/i);
    expect((await channels.get(channel.id)).failingSince).toBeNull();
  });

  it('gives up after the tenth attempt', async () => {
    const { channel } = await channelTo(receiver.url);
    receiver.answer = { status: 500 };
    await spread(happened(1));
    const courier = courierOf();
    for (let attempts = 0; attempts < 12; attempts += 1) {
      await carry(courier);
      const [delivery] = await all(channel);
      clock.pass(Math.max(0, delivery!.dueAt.getTime() - clock.now().getTime()));
    }
    const [delivery] = await all(channel);
    expect(delivery).toMatchObject({ state: 'failed', attempts: 10 });
    expect((await deliveries.attempts(delivery!.id)).map(({ number, status }) => [number, status])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, 500]),
    );
  });

  it('waits as long as the receiver asks for, and no longer than twice its own plan', async () => {
    const { channel } = await channelTo(receiver.url);
    const courier = courierOf();
    // A date in a header has no part of a second.
    clock.pass(1_000 - (clock.now().getTime() % 1_000));
    for (const [asked, waited] of [
      ['8', 8_000],
      ['1', 5_000],
      ['3600', 10_000],
      [new Date(clock.now().getTime() + 7_000).toUTCString(), 7_000],
      ['soon', 5_500],
    ] as const) {
      receiver.answer = { status: 429, headers: { 'retry-after': asked } };
      await spread(happened(1));
      await carry(courier);
      const [latest] = await all(channel);
      expect([asked, latest!.dueAt.getTime() - clock.now().getTime()]).toEqual([asked, waited]);
    }
  });

  it('D8: follows no redirect, and reads no more of an answer than it shows', async () => {
    const { channel } = await channelTo(receiver.url);
    receiver.answer = {
      status: 302,
      headers: { location: 'http://169.254.169.254/latest/meta-data' },
      text: 'x'.repeat(10_000_000),
    };
    await spread(happened(1));
    await carry(courierOf());
    const [delivery] = await all(channel);
    const [attempt] = await deliveries.attempts(delivery!.id);
    expect(delivery).toMatchObject({ state: 'pending', attempts: 1 });
    expect(attempt).toMatchObject({ status: 302, answer: 'x'.repeat(4096) });
    expect(receiver.received).toHaveLength(1);
  });

  it('goes with the connection it is about, and no other does', async () => {
    const { channel } = await channelTo(receiver.url);
    const connectionId = uuidv7();
    await spread([...happened(2, { connectionId }), ...happened(1)]);
    await deliveries.forget(connectionId);
    expect(await all(channel)).toHaveLength(1);
    await carry(courierOf());
    expect(receiver.received).toHaveLength(1);
  });

  it('is forgotten 30 days after it ended, and not while it waits', async () => {
    const { channel } = await channelTo(receiver.url);
    await spread(happened(2));
    await carry(courierOf());
    receiver.answer = { status: 500 };
    await spread(happened(1));
    clock.pass(29 * 24 * HOUR_MS);
    expect(await deliveries.purge()).toBe(0);
    clock.pass(2 * 24 * HOUR_MS);
    expect(await deliveries.purge()).toBe(2);
    expect((await all(channel)).map(({ state }) => state)).toEqual(['pending']);
  });

  it('is held up by no other receiver', async () => {
    const slow = await Receiver.start();
    slow.answer = { status: 200, afterMs: 60_000 };
    try {
      const { channel: dead } = await channelTo(slow.url);
      const { channel: quick } = await channelTo(receiver.url);
      await spread(happened(30));
      const courier = courierOf();
      while (receiver.received.length < 30) {
        await courier.goOn();
        await courier.oneEnded();
      }
      expect(slow.received.length).toBeLessThanOrEqual(4);
      await courier.stop();
      expect((await all(quick)).filter(({ state }) => state === 'succeeded').length).toBeGreaterThanOrEqual(29);
      expect((await all(dead)).filter(({ state }) => state === 'pending')).toHaveLength(30);
    } finally {
      await slow.stop();
    }
  });

  it('takes over what a process held that died, and believes nothing it says later', async () => {
    const { channel } = await channelTo(receiver.url);
    await spread(happened(3));
    const held = await deliveries.claim('dead');
    expect(held).toHaveLength(3);
    const courier = courierOf('heir');
    await carry(courier);
    expect(receiver.received).toHaveLength(0);
    clock.pass(61_000);
    await carry(courier);
    expect(receiver.received).toHaveLength(3);
    const attempt = { number: 1, at: clock.now(), ms: 1, status: 500, error: null, answer: '', address: null };
    const late = { delivery: held[0]!, attempt, outcome: { state: 'failed' as const } };
    expect(await deliveries.settle('dead', channel.id, [late], [{ verdict: 'gone' }])).toBeNull();
    expect((await all(channel)).map(({ state }) => state)).toEqual(Array(3).fill('succeeded'));
  });

  it.each([
    ['a name that leads to a private network', 'http://siem.acme.example/in', '10.1.2.3'],
    ['a name that leads to this machine', 'http://siem.acme.example/in', '127.0.0.1'],
    ['a name one of whose addresses is private', 'http://siem.acme.example/in', '93.184.216.34 169.254.169.254'],
    ['an address that is not public', 'http://192.168.0.7/in', ''],
    ['an address of IPv4 within IPv6', 'http://[::ffff:10.0.0.1]/in', ''],
  ])('opens no connection to %s', async (_what, url, addresses) => {
    const found = addresses.split(' ').map((address) => ({ address, family: 4 }));
    const guard = new AddressGuard({ ...HERE, loopback: false }, (_host, _options, done) => done(null, found));
    const { channel } = await channelTo(url);
    await spread(happened(1));
    await carry(courierOf('one', guard));
    const [delivery] = await all(channel);
    expect(await deliveries.attempts(delivery!.id)).toMatchObject([{ status: null, error: 'EBLOCKED', address: null }]);
  });

  it('reaches a private network that was admitted, and never the metadata of a cloud', async () => {
    const admitted = { networks: ['169.254.0.0/16', '127.0.0.0/8'], loopback: false, ports: [] };
    const { http } = waysOut(new AddressGuard(admitted), clock);
    const answer = await http.post({ url: new URL('http://169.254.169.254/latest'), headers: {}, body: '{}' });
    expect(answer).toMatchObject({ status: null, error: 'EBLOCKED' });
    await http.close();
  });
});
