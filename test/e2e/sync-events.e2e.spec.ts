import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunStore } from '@posture/platform';
import type { RunLease } from '@posture/platform';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly state: string; readonly progress: { readonly records: number } | null };
}

const TOLD = { wave: 1, waves: 3, resource: 'users', title: 'users', requests: 1, expectedRequests: 9 };

describe('Events of a sync', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  let served: ServedApi;
  let runs: RunStore;
  let id: string;
  let url: string;
  let syncId: string;
  let lease: RunLease;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    id = await served.connect('brightwater');
    runs = served.app.get(RunStore);
    await served.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(served.app.getHttpServer().address() as AddressInfo).port}/api/v1`;
  });
  beforeEach(async () => {
    // As another process works on it.
    syncId = (await served.api.post(`/connections/${id}/syncs`)).body.id;
    lease = (await runs.claimOne(syncId)).lease;
    await tell(0);
  });
  afterEach(() => runs.cancel(syncId).catch(() => undefined));
  afterAll(() => served?.close());

  const tell = (records: number) =>
    runs.progress(lease, 'reading wave 1', { ...TOLD, records, waiting: null, judged: [] });

  function open(headers: Record<string, string> = {}): Promise<IncomingMessage> {
    const asked = { headers: { authorization: `Bearer ${served.api.key}`, ...headers } };
    return new Promise((resolve, reject) => get(`${url}/syncs/${syncId}/events`, asked, resolve).on('error', reject));
  }
  async function* eventsOf(answer: IncomingMessage): AsyncGenerator<Told, void, undefined> {
    let text = '';
    for await (const piece of answer) {
      text += String(piece);
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const [id, event, data] = text.slice(0, end).split('\n') as [string, string, string];
        text = text.slice(end + 2);
        if (!id.startsWith('id: ')) continue;
        yield { id: id.slice(4), event: event.slice(7), data: JSON.parse(data.slice(6)) as Told['data'] };
      }
    }
  }
  const next = async (events: AsyncGenerator<Told, void, undefined>): Promise<Told> =>
    (await events.next()).value as Told;

  it('CON-21: tell what another process does as it does it, and end when it ends', async () => {
    const answer = await open();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
    const events = eventsOf(answer);
    expect(await next(events)).toMatchObject({
      event: 'progress',
      data: { state: 'running', progress: { records: 0 } },
    });
    await tell(200);
    expect(await next(events)).toMatchObject({ event: 'progress', data: { progress: { records: 200 } } });
    await runs.cancel(syncId);
    expect(await next(events)).toMatchObject({ event: 'ended', data: { state: 'cancelled', progress: null } });
    expect(await events.next()).toMatchObject({ done: true });
  });

  it('are not told again to whoever comes back', async () => {
    const first = await open();
    const { id: seen } = await next(eventsOf(first));
    first.destroy();
    const events = eventsOf(await open({ 'last-event-id': seen }));
    const told = next(events);
    await tell(400);
    expect(await told).toMatchObject({ data: { progress: { records: 400 } } });
    await runs.cancel(syncId);
    const ended = await next(events);
    expect(await next(eventsOf(await open({ 'last-event-id': ended.id })))).toEqual(ended);
  });

  it('stop when nobody listens any more', async () => {
    const look = jest.spyOn(runs, 'get');
    try {
      const answer = await open();
      await next(eventsOf(answer));
      answer.destroy();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const before = look.mock.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(look.mock.calls.length).toBe(before);
    } finally {
      look.mockRestore();
    }
  });

  it('are of a sync that is there, for whoever may read it', async () => {
    const path = '/syncs/00000000-0000-7000-8000-000000000000/events';
    expect((await served.api.get(path)).body).toMatchObject({ status: 404, code: 'sync.not_found' });
    expect((await served.api.get(path, { key: null })).status).toBe(401);
    await runs.cancel(syncId);
    const { status, text } = await served.api.get(`/syncs/${syncId}/events`);
    expect([status, text]).toEqual([200, expect.stringContaining('event: ended')]);
  });
});
