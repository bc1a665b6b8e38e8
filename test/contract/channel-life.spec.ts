import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wants } from '@posture/alerts';
import { Alerting } from '../support/alerting';
import { Receiver } from '../support/receiver';
import { MemoryLogger } from '../support/run-checks';
import { SetClock } from '../support/set-clock';
import { SiemReceiver, ackingHecAnswer } from '../support/siem-receivers';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { POSTURE_RULE, toldEvent } from '../support/told-alerts';
import { ToldChannels } from '../support/told-channels';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOKEN = 'canary-11111111-2222';

describe.each(STORE_KINDS)('A channel, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-life-key-'));
  let store: TestStore;
  let clock: SetClock;
  let alerting: Alerting;
  let told: ToldChannels;
  let receiver: Receiver;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(async () => {
    await store.database.query('truncate alert_channel cascade');
    await store.database.query('update alert_cursor set position = 0');
    clock = new SetClock();
    const masterKeyFile = join(dir, 'master.key');
    alerting = new Alerting({ database: store.database, clock, logger: new MemoryLogger(), masterKeyFile });
    told = new ToldChannels(alerting, clock);
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await alerting.courier.stop();
    await receiver.stop();
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Every few hours something happens, for so long. */
  async function live(ms: number, everyMs = 6 * HOUR_MS): Promise<void> {
    for (let passed = 0; passed < ms; passed += everyMs) {
      await told.happened(1);
      await told.carry();
      clock.pass(everyMs);
    }
  }

  it('D6: whose receiver is gone is disabled once, and the others are told', async () => {
    const other = await Receiver.start();
    try {
      const gone = await told.channel('webhook', receiver.url);
      const channel = await told.channel('webhook', other.url);
      receiver.answer = { status: 410 };
      await told.happened(5);
      await told.carry();
      expect(await told.now(gone)).toMatchObject({ state: 'disabled', stateWhy: expect.stringContaining('410 Gone') });
      const notices = other.received.filter(({ body }) => body.type === 'channel.disabled');
      expect(notices.map(({ body }) => body.data)).toMatchObject([{ channel: { id: gone.id, state: 'disabled' } }]);
      expect(await told.states(channel)).toEqual(Array(6).fill('succeeded'));
      const sent = receiver.received.length;
      clock.pass(HOUR_MS);
      await told.carry();
      expect(receiver.received).toHaveLength(sent);
      expect(await told.states(gone)).not.toContain('pending');
    } finally {
      await other.stop();
    }
  });

  it('D7: is disabled after five days of nothing but failures', async () => {
    const channel = await told.channel('webhook', receiver.url);
    receiver.answer = { status: 500, text: 'out of disk' };
    await live(5 * DAY_MS);
    expect((await told.now(channel)).state).toBe('active');
    await live(12 * HOUR_MS);
    const { state, stateWhy } = await told.now(channel);
    expect([state, stateWhy]).toEqual([
      'disabled',
      'It failed for five days. Last: The receiver answered 500: out of disk',
    ]);
  });

  it('D7: is not disabled when one alert arrived on the fourth day, nor for two failures a week apart', async () => {
    const channel = await told.channel('webhook', receiver.url);
    receiver.answer = { status: 500 };
    await live(4 * DAY_MS);
    receiver.answer = { status: 204 };
    await live(6 * HOUR_MS);
    receiver.answer = { status: 500 };
    await live(4 * DAY_MS);
    expect((await told.now(channel)).state).toBe('active');

    const seldom = await told.channel('webhook', receiver.url.replace('/in', '/seldom'));
    await told.happened(1);
    await told.carry();
    for (const { id } of await told.deliveries(seldom)) await alerting.deliveries.giveUp(seldom.id, id);
    clock.pass(7 * DAY_MS);
    await told.happened(1);
    await told.carry();
    expect((await told.now(seldom)).state).toBe('active');
  });

  it('D13: is sent what it missed, each once under the id it had, the oldest first, ten a second', async () => {
    const channel = await told.channel('webhook', receiver.url);
    await told.happened(1);
    await told.carry();
    const begun = clock.now();
    receiver.answer = { status: 410 };
    await told.happened(1);
    await told.carry();
    await live(2 * DAY_MS, HOUR_MS);
    const missed = (await told.deliveries(channel)).slice(0, -1).reverse();
    expect(missed.map(({ state }) => state)).toEqual(['failed', ...Array(48).fill('skipped')]);

    receiver.received.length = 0;
    receiver.answer = { status: 204 };
    await alerting.channels.update(channel.id, { state: 'active' }, (await told.now(channel)).version);
    expect(await alerting.deliveries.recover(channel.id, begun, clock.now())).toBe(49);
    for (let seconds = 0; seconds < 6; seconds += 1) {
      await told.carry();
      expect(receiver.received.length).toBeLessThanOrEqual(seconds * 10 + 1);
      clock.pass(1_000);
    }
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([...ids].sort()).toEqual(missed.map(({ messageId }) => messageId).sort());
    for (const { headers } of receiver.received) expect(headers['posture-replay']).toBe('1');
    // Those of one second go side by side, seconds one after the other.
    const places = ids.map((id) => missed.findIndex(({ messageId }) => messageId === id));
    expect(Math.max(...places.slice(0, 9))).toBeLessThan(Math.min(...places.slice(-9)));
    expect(await alerting.deliveries.recover(channel.id, begun, clock.now())).toBe(0);
  });

  it('that fails is tried with one alert at a time', async () => {
    const channel = await told.channel('webhook', receiver.url);
    receiver.answer = { status: 500 };
    await live(6 * HOUR_MS, HOUR_MS);
    await told.happened(20);
    expect(await alerting.deliveries.claim('another')).toHaveLength(1);
    expect((await told.now(channel)).state).toBe('active');
  });

  it('is told of what opens, comes back and is resolved, and of more only where it asks', () => {
    const usual = { minSeverity: 'low' as const, types: [], connectionIds: [] };
    const isTold = (type: Parameters<typeof toldEvent>[0], filter = usual): boolean =>
      wants(filter, toldEvent(type, POSTURE_RULE));
    expect((['finding.opened', 'finding.reopened', 'finding.resolved'] as const).map((type) => isTold(type))).toEqual([
      true,
      true,
      true,
    ]);
    expect([isTold('finding.updated'), isTold('finding.commented')]).toEqual([false, false]);
    expect(wants({ ...usual, types: ['finding.updated'] }, toldEvent('finding.updated', POSTURE_RULE))).toBe(true);
  });

  it('made before there were kinds still signs, and keeps its secret when it moves', async () => {
    const channel = await told.channel('webhook', receiver.url);
    await store.database.query('update alert_channel set credential_sealed = null');
    const { signing } = (await alerting.channels.open(channel.id)).addressee;
    const moved = new URL('/other', receiver.url);
    await alerting.channels.update(channel.id, { url: moved }, channel.version);
    const { addressee } = await alerting.channels.open(channel.id);
    expect([addressee.url.href, addressee.signing.map((each) => each.reveal())]).toEqual([
      moved.href,
      signing.map((each) => each.reveal()),
    ]);
  });

  describe('of a Splunk collector with indexer acknowledgement', () => {
    let isIndexed: boolean;
    let splunk: SiemReceiver;
    afterEach(() => splunk.stop());

    const acking = async () => {
      isIndexed = true;
      splunk = await SiemReceiver.start(ackingHecAnswer(TOKEN, () => isIndexed));
      const url = `${splunk.url}/services/collector/event`;
      const channel = await told.channel('splunk', url, { credential: { token: TOKEN } });
      const paths = (path: string) => splunk.requests.filter((request) => request.path.startsWith(path));
      return {
        channel,
        looks: () => paths('/services/collector/ack').length,
        events: () => paths('/services/collector/event').flatMap(({ text }) => text.split('\n')),
      };
    };

    it('has taken what it says is indexed, asked for by the id it gave', async () => {
      const { channel, looks, events } = await acking();
      isIndexed = false;
      await told.happened(3);
      const carrying = told.carry();
      while (looks() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await told.states(channel)).toEqual(Array(3).fill('pending'));
      isIndexed = true;
      await carrying;
      expect([await told.states(channel), events().length]).toEqual([Array(3).fill('succeeded'), 3]);
      expect(await told.lastAttempt(channel)).toMatchObject({ status: 200, error: null });
    });

    it('is sent again what it does not acknowledge in time', async () => {
      const { channel, looks, events } = await acking();
      isIndexed = false;
      await told.happened(2);
      const carrying = told.carry();
      while (looks() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      clock.pass(31_000);
      await carrying;
      expect([await told.states(channel), events().length]).toEqual([['pending', 'pending'], 2]);
      expect((await told.lastAttempt(channel)).answer).toMatch(/^Not acknowledged in time: /);
      expect((await told.now(channel)).failingSince).not.toBeNull();

      isIndexed = true;
      clock.pass(60_000);
      await told.carry();
      expect([await told.states(channel), events().length]).toEqual([['succeeded', 'succeeded'], 4]);
      expect(new Set(events()).size).toBe(2);
    });

    it('holds up nobody who stops, and is sent all of it by the next', async () => {
      const { channel, looks } = await acking();
      isIndexed = false;
      await told.happened(2);
      await alerting.courier.goOn();
      while (looks() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      await alerting.courier.stop();
      const rows = await store.database.query<{ state: string; holder: string | null; attempts: number }>(
        'select state, holder, attempts from alert_delivery where channel_id = $1',
        [channel.id],
      );
      expect(rows).toEqual(Array(2).fill({ state: 'pending', holder: null, attempts: 0 }));
    });
  });
});
