import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel, Delivery } from '@posture/alerts';
import { uuidv7 } from '@posture/platform';
import type { Database } from '@posture/platform';
import { AddressGuard } from '../../libs/alerts/src/outbound/address-guard';
import { OutboundHttp } from '../../libs/alerts/src/outbound/outbound-http';
import { Alerting, HERE } from '../support/alerting';
import { candidate, judgement } from '../support/judgements';
import { Receiver, verified } from '../support/receiver';
import type { Received } from '../support/receiver';
import { MemoryLogger } from '../support/run-checks';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What the checklist of deliveries asks, row by row; what is missing here is tried on processes that are killed. */
describe.each(STORE_KINDS)('A delivery, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-delivery-key-'));
  const open: Alerting[] = [];
  let store: TestStore;
  let clock: SetClock;
  let receiver: Receiver;
  let alerting: Alerting;
  let channel: Channel;
  let secret: string;
  let version: number;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(async () => {
    await store.database.query('truncate finding, alert_channel cascade');
    clock = new SetClock(new Date().toISOString());
    version = 0;
    receiver = await Receiver.start();
    alerting = process('one');
    ({ channel, secret } = await alerting.channelTo(receiver.url));
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.courier.stop();
    await receiver.stop();
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** One more that works on the same store. */
  function process(holder: string, database = store.database, random = 0.5): Alerting {
    const masterKeyFile = join(dir, 'master.key');
    const logger = new MemoryLogger();
    const one = new Alerting({ database, clock, logger, masterKeyFile, holder, random: () => random });
    open.push(one);
    return one;
  }

  /** So many findings open, and as many are to be told. */
  const opened = (count: number) =>
    alerting.reconciler.reconcile(
      judgement(
        (version += 1),
        Array.from({ length: count }, (_, n) => candidate('rule-a', `User:u${n}`)),
      ),
    );
  const all = (): Promise<Delivery[]> => alerting.deliveries.list(channel.id, [], 2_000, null);
  const ids = () => receiver.received.map(({ headers }) => headers['webhook-id']);

  it('D1: is made again under the same id when the process dies after the answer and before it is kept', async () => {
    await opened(1);
    receiver.answer = { status: 200, afterMs: 200 };
    const doomed = process('doomed');
    void doomed.flow.goOn();
    while (receiver.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // Whatever it still writes comes from a holder that has it no more.
    await store.database.query(`update alert_delivery set holder = 'nobody'`);
    clock.pass(61 * SECOND);
    await alerting.flow.goOn();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
    const [first, second] = receiver.received as [Received, Received];
    expect(second.headers['webhook-timestamp']).not.toBe(first.headers['webhook-timestamp']);
    expect(second.headers['webhook-signature']).not.toBe(first.headers['webhook-signature']);
    for (const each of receiver.received) expect(verified(secret, each)).toEqual(each.body);
  });

  it('D2: is not made of a change that was rolled back', async () => {
    const broken = judgement(1, [
      candidate('rule-a', 'User:u1'),
      candidate('rule-a', 'User:u2', {
        score: { score: Number.NaN, tier: 'T1', terms: [] },
      }),
    ]);
    await expect(alerting.reconciler.reconcile(broken)).rejects.toThrow();
    await alerting.flow.goOn();
    expect([await all(), receiver.received]).toEqual([[], []]);
  });

  it('D3: is made by another when its process dies before the first attempt, within a minute', async () => {
    await opened(3);
    const doomed = process('doomed');
    await doomed.courier.stop();
    await doomed.flow.goOn();
    expect(await alerting.deliveries.claim('doomed')).toHaveLength(3);
    clock.pass(60 * SECOND);
    await alerting.flow.goOn();
    expect(receiver.received).toHaveLength(3);
  });

  it.each([0, 0.5, 1])(
    'D4: is tried at 0, about 5 s, 5 min and 30 min, up to a fifth later (chance %p)',
    async (random) => {
      const unlucky = process('unlucky', store.database, random);
      await opened(1);
      receiver.answer = { status: 500 };
      const waits: number[] = [];
      for (let n = 0; n < 3; n += 1) {
        await unlucky.flow.goOn();
        const wait = (await all())[0]!.dueAt.getTime() - clock.now().getTime();
        waits.push(wait);
        clock.pass(wait - 1);
        await unlucky.flow.goOn();
        expect(receiver.received).toHaveLength(n + 1);
        clock.pass(1);
        if (n === 2) receiver.answer = { status: 200 };
      }
      await unlucky.flow.goOn();
      for (const [n, plan] of [5 * SECOND, 5 * MINUTE, 30 * MINUTE].entries()) {
        expect(waits[n]).toBeGreaterThanOrEqual(plan);
        expect(waits[n]).toBeLessThanOrEqual(1.2 * plan);
      }
      expect((await all())[0]).toMatchObject({ state: 'succeeded', attempts: 4 });
    },
  );

  it.each([
    ['600', 600],
    ['999999', 600],
    ['1', 300],
  ])(
    'D5: waits as long as a receiver asks for, up to twice its own plan and no shorter (%s s)',
    async (asked, seconds) => {
      await opened(1);
      receiver.answer = { status: 500 };
      await alerting.flow.goOn();
      clock.pass(10 * SECOND);
      receiver.answer = { status: 429, headers: { 'retry-after': asked } };
      await alerting.flow.goOn();
      expect((await all())[0]!.dueAt.getTime() - clock.now().getTime()).toBe(seconds * SECOND);
    },
  );

  it('D10: is made once by two that work on a thousand', async () => {
    await opened(1_000);
    const second = await store.connect();
    await Promise.all([alerting.flow.goOn(), process('two', second).flow.goOn()]);
    await alerting.flow.goOn();
    expect(receiver.received).toHaveLength(1_000);
    expect(new Set(ids()).size).toBe(1_000);
  }, 120_000);

  it('D11: is signed by both secrets for a day after there is another, then by that one', async () => {
    const next = (await alerting.channels.rotate(channel.id)).reveal();
    await opened(1);
    await alerting.flow.goOn();
    const [during] = receiver.received.splice(0);
    expect([verified(secret, during!), verified(next, during!)]).toEqual([during!.body, during!.body]);
    clock.pass(25 * HOUR);
    await opened(2);
    await alerting.flow.goOn();
    const [after] = receiver.received;
    expect(after!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  });

  it('is signed by the secret its receiver has, too, when another was asked for twice because the first was lost', async () => {
    const rotation = uuidv7();
    await alerting.channels.rotate(channel.id, rotation);
    const next = (await alerting.channels.rotate(channel.id, rotation)).reveal();
    await opened(1);
    await alerting.flow.goOn();
    const [told] = receiver.received;
    expect([verified(secret, told!), verified(next, told!)]).toEqual([told!.body, told!.body]);
  });

  it('D12: is refused by the library when a byte of it differs, and six minutes later', async () => {
    await opened(1);
    await alerting.flow.goOn();
    const [received] = receiver.received as [Received];
    expect(verified(secret, received)).toEqual(received.body);
    const tampered = { ...received, text: received.text.replace('rule-a', 'rule-b') };
    expect(() => verified(secret, tampered)).toThrow(/signature/i);
    jest.useFakeTimers({ now: clock.now().getTime() + 6 * MINUTE });
    try {
      expect(() => verified(secret, received)).toThrow(/timestamp/i);
    } finally {
      jest.useRealTimers();
    }
  });

  it('D14: goes as soon to a receiver as if another that does not answer had nothing queued', async () => {
    const dead = await Receiver.start();
    dead.answer = { status: 200, afterMs: HOUR };
    try {
      const { channel: held } = await alerting.channelTo(dead.url);
      await store.database.query(
        `insert into alert_delivery (id, channel_id, message_id, type, body, state, due_at, created_at)
         select gen_random_uuid(), $1, 'msg_' || n, 'finding.opened', '{}', 'pending', $2, $2 from generate_series(1, 50000) n`,
        [held.id, new Date(clock.now().getTime() - HOUR)],
      );
      await opened(40);
      const going = alerting.flow.goOn();
      while (receiver.received.length < 40) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(dead.received.length).toBeLessThanOrEqual(4);
      // Whoever has so much to tell ends at once when it is asked to.
      await alerting.flow.stop();
      await going;
    } finally {
      await alerting.courier.stop();
      await dead.stop();
    }
  }, 60_000);

  it('is put back when it waits for its turn after its channel was paused, and so is what a slow receiver holds up', async () => {
    await opened(300);
    const going = alerting.flow.goOn();
    while (receiver.received.length < 30) await new Promise((resolve) => setTimeout(resolve, 1));
    const { version: latest } = await alerting.channels.get(channel.id);
    await alerting.channels.update(channel.id, { state: 'paused' }, latest);
    clock.pass(3 * SECOND);
    await going;
    const rows = await store.database.query<{ state: string; holder: string | null }>(
      `select state, holder from alert_delivery where state = 'pending' limit 1`,
    );
    expect(rows).toEqual([{ state: 'pending', holder: null }]);
    const sent = receiver.received.length;
    await alerting.channels.update(channel.id, { state: 'active' }, (await alerting.channels.get(channel.id)).version);
    await alerting.flow.goOn();
    expect([new Set(ids()).size, sent < 300]).toEqual([300, true]);
  });

  it('is claimed with more and more others, and its channel opened once for all of them, while its receiver is quick', async () => {
    const opening = jest.spyOn(alerting.channels, 'open');
    await opened(500);
    await alerting.flow.goOn();
    expect(receiver.received).toHaveLength(500);
    // 4, 8, 16, 32, and then 64 at a time.
    expect(opening.mock.calls.length).toBeLessThanOrEqual(20);
  });

  it('D16: lets a receiver end up right by the sequence, in whatever order it comes', async () => {
    receiver.answer = { status: 503 };
    await opened(1);
    await alerting.flow.goOn();
    receiver.answer = { status: 200 };
    await alerting.reconciler.reconcile(judgement((version += 1), []));
    await alerting.flow.goOn();
    clock.pass(10 * SECOND);
    await alerting.flow.goOn();
    const came = receiver.received.slice(1).map(({ body }) => body);
    expect(came.map(({ type }) => type)).toEqual(['finding.resolved', 'finding.opened']);
    const latest = new Map<string, Received['body']>();
    for (const body of came) {
      const { id } = body.data.finding;
      if ((latest.get(id)?.sequence ?? 0) < body.sequence) latest.set(id, body);
    }
    expect([...latest.values()].map(({ data }) => data.finding['status'])).toEqual(['resolved']);
  });

  it('D18: of a test is made once, marked as one, never recovered, and says status, time, first bytes and address', async () => {
    receiver.answer = { status: 503, text: 'maintenance' };
    const testing = alerting.channelFlow.test(channel.id);
    while (receiver.received.length === 0) await alerting.flow.goOn();
    const { delivery, attempts: made } = await testing;
    expect(receiver.received[0]!.body).toMatchObject({ type: 'channel.test', data: { test: true } });
    expect(delivery.state).toBe('failed');
    expect(made).toMatchObject([{ status: 503, ms: expect.any(Number), answer: 'maintenance', address: '127.0.0.1' }]);
    expect(await alerting.deliveries.recover(channel.id, new Date(0), clock.now())).toBe(0);
    clock.pass(24 * HOUR);
    await alerting.flow.goOn();
    expect(receiver.received).toHaveLength(1);
  });
});

/** An embedded store goes with its process. */
describe.each(STORE_KINDS.filter((kind) => kind !== 'embedded'))(
  'A database that goes away, on the %s store',
  (kind) => {
    it('D17: loses no delivery, and its leases are taken over', async () => {
      const store = await openTestStore(kind);
      const dir = mkdtempSync(join(tmpdir(), 'posture-delivery-key-'));
      const receiver = await Receiver.start();
      const clock = new SetClock();
      const other = await store.connect();
      const of = (database: Database, holder: string) =>
        new Alerting({ database, clock, logger: new MemoryLogger(), masterKeyFile: join(dir, 'master.key'), holder });
      const [cut, heir] = [of(other, 'cut'), of(store.database, 'heir')];
      try {
        await heir.channelTo(receiver.url);
        const found = Array.from({ length: 50 }, (_, n) => candidate('rule-a', `User:u${n}`));
        await heir.reconciler.reconcile(judgement(1, found));
        const going = cut.flow.goOn().catch(() => undefined);
        while (receiver.received.length < 5) await new Promise((resolve) => setTimeout(resolve, 2));
        await store.database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
        await going;
        for (let minutes = 0; minutes < 3; minutes += 1) {
          clock.pass(61 * SECOND);
          await heir.flow.goOn();
        }
        expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(50);
        const [left] = await store.database.query<{ n: number }>(
          `select count(*)::int as n from alert_delivery where state <> 'succeeded'`,
        );
        expect(left!.n).toBe(0);
      } finally {
        for (const each of [cut, heir]) await each.courier.stop();
        await receiver.stop();
        await store.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }, 60_000);
  },
);

describe('A receiver that means no good', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) await new Promise((resolve) => server.close(resolve));
  });

  async function hostile(answer: (socket: Socket) => void): Promise<URL> {
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.once('data', () => answer(socket));
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/in`);
  }

  function drip(socket: Socket, text: string): void {
    const timer = setInterval(() => socket.write(text), 500);
    socket.once('close', () => clearInterval(timer));
  }

  it('D9: holds nobody up for longer than 15 s, and fills no memory', async () => {
    const outbound = new OutboundHttp(new AddressGuard(HERE));
    const [slow, endless, large] = await Promise.all([
      hostile((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        drip(socket, 'x');
      }),
      hostile((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        drip(socket, 'x-more: y\r\n');
      }),
      hostile((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n');
        socket.end('x'.repeat(10_000_000));
      }),
    ]);
    const answers = await Promise.all(
      [slow, endless, large].map((url) => outbound.post({ url, headers: {}, body: '{}' })),
    );
    await outbound.close();
    expect(answers).toMatchObject([
      { status: null, error: 'ETIMEDOUT' },
      { status: null, error: 'ETIMEDOUT' },
      { status: 200, error: null, text: 'x'.repeat(4_096) },
    ]);
    for (const { ms } of answers.slice(0, 2)) expect(ms).toBeLessThan(25_000);
  }, 60_000);
});
