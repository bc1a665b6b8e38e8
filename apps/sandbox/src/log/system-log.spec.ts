import { startSandbox, type Sandbox } from '../sandbox';
import { quietMonth } from './life/month';
import type { LogEvent } from './log-event';

const START = Date.UTC(2026, 5, 3, 10, 0, 0);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Page {
  readonly status: number;
  readonly events: readonly LogEvent[];
  readonly next: string | null;
  readonly headers: Headers;
  readonly error: { readonly errorCode?: string };
}

describe('the System Log', () => {
  let sandbox: Sandbox;
  const clock = { at: START };
  let serial = 0;

  beforeEach(async () => {
    clock.at = START;
    sandbox = await startSandbox({ users: 120, seed: 'log', unlimited: true, now: () => clock.at });
  });

  afterEach(() => sandbox.stop());

  const ask = async (path: string): Promise<Page> => {
    const url = path.startsWith('http') ? path : `${sandbox.url}/api/v1/logs${path}`;
    const response = await fetch(url, { headers: { authorization: `SSWS ${sandbox.tokenOf('SUPER_ADMIN')}` } });
    const body = (await response.json()) as unknown;
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    const events = Array.isArray(body) ? (body as LogEvent[]) : [];
    return { status: response.status, events, next, headers: response.headers, error: body as Page['error'] };
  };

  const everything = async (path: string): Promise<readonly LogEvent[]> => {
    const out: LogEvent[] = [];
    for (let next: string | null = path; next !== null;) {
      const page: Page = await ask(next);
      out.push(...page.events);
      next = page.next;
    }
    return out;
  };

  const eventAt = (at: number, more: Partial<LogEvent> = {}): LogEvent =>
    ({
      ...{ uuid: `event-${++serial}`, published: new Date(at).toISOString(), eventType: 'user.session.start' },
      ...{ actor: { id: '00u1', type: 'User', alternateId: 'ada@brightwater.example', displayName: 'Ada' } },
      ...{ outcome: { result: 'SUCCESS', reason: null }, target: null },
      ...more,
    }) as LogEvent;

  const types = (events: readonly LogEvent[]): string[] => events.map(({ eventType }) => eventType);
  const ids = (events: readonly LogEvent[]): string[] => events.map(({ uuid }) => uuid);
  const since = (at: number): string => `since=${encodeURIComponent(new Date(at).toISOString())}`;
  const until = (at: number): string => `until=${encodeURIComponent(new Date(at).toISOString())}`;

  it('is polled in order of persistence, whatever was published when, and never ends', async () => {
    const [late, early] = [eventAt(START - 60 * MINUTE), eventAt(START - 5 * MINUTE)];
    sandbox.log.append([early]);
    clock.at += MINUTE;
    sandbox.log.append([late]);
    const page = await ask('?limit=1');
    expect(ids(page.events)).toEqual([early.uuid]);
    expect(page.next).not.toContain('since');
    const second = await ask(page.next as string);
    expect(ids(second.events)).toEqual([late.uuid]);
    const empty = await ask(second.next as string);
    expect(empty.events).toEqual([]);
    const fresh = eventAt(clock.at);
    sandbox.log.append([fresh]);
    expect(ids((await ask(empty.next as string)).events)).toEqual([fresh.uuid]);
  });

  it('is in order of publishing between two instants, the second left out, and ends', async () => {
    const at = [9, 3, 6, 1].map((minutes) => eventAt(START - minutes * MINUTE));
    sandbox.log.append(at);
    const events = await everything(`?limit=2&${since(START - 9 * MINUTE)}&${until(START - MINUTE)}`);
    expect(ids(events)).toEqual([at[0]?.uuid, at[2]?.uuid, at[1]?.uuid]);
    const backwards = await everything(`?limit=3&sortOrder=DESCENDING`);
    expect(ids(backwards)).toEqual([at[3]?.uuid, at[1]?.uuid, at[2]?.uuid, at[0]?.uuid]);
  });

  it('gives every event once over many packed segments, in both ways of reading', async () => {
    const events = Array.from({ length: 2300 }, (_, n) =>
      eventAt(START - 4000 * MINUTE + ((n * 7919) % 2300) * MINUTE),
    );
    sandbox.log.append(events);
    const sorted = [...events].sort((a, b) => (a.published < b.published ? -1 : 1));
    expect(ids(await everything(`?limit=1000&${since(START - 6 * DAY)}&${until(START)}`))).toEqual(ids(sorted));
    const polled: LogEvent[] = [];
    for (let next = '?limit=1000'; ;) {
      const page = await ask(next);
      if (page.events.length === 0) break;
      polled.push(...page.events);
      next = page.next as string;
    }
    expect(ids(polled)).toEqual(ids(events));
  });

  it('filters, and looks for words', async () => {
    const failed = eventAt(START, { outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' } });
    const group = { id: '00g9', type: 'UserGroup', alternateId: 'unknown', displayName: 'Field Service' };
    const joined = eventAt(START, { eventType: 'group.user_membership.add', target: [group] });
    sandbox.log.append([failed, joined, eventAt(START)]);
    const found = async (filter: string): Promise<string[]> =>
      ids((await ask(`?filter=${encodeURIComponent(filter)}`)).events);
    expect(await found('outcome.result eq "FAILURE"')).toEqual([failed.uuid]);
    expect(await found('eventType sw "group." and target.id eq "00g9"')).toEqual([joined.uuid]);
    expect(await found('not (eventType eq "user.session.start") or outcome.reason co "CREDENTIALS"')).toEqual([
      failed.uuid,
      joined.uuid,
    ]);
    expect(ids((await ask('?q=field%20SERVICE')).events)).toEqual([joined.uuid]);
  });

  it.each([
    ['?filter=published%20gt%20%222026%22', 'E0000031'],
    ['?filter=debugContext.debugData.url%20co%20%22x%22', 'E0000031'],
    [`?since=${new Date(START - 181 * DAY).toISOString()}`, 'E0000053'],
    [`?since=2026-06-02T00:00:00Z&until=2026-06-01T00:00:00Z`, 'E0000053'],
    ['?since=yesterday', 'E0000030'],
    ['?after=nonsense', 'E0000031'],
    [`?q=${'a%20'.repeat(11)}`, 'E0000031'],
    [`?q=${'a'.repeat(41)}`, 'E0000031'],
  ])('refuses %s', async (query, code) => {
    const { status, error } = await ask(query);
    expect([status, error.errorCode]).toEqual([400, code]);
  });

  it('refuses a cursor together with since, of another query, or handed out before all were expired', async () => {
    sandbox.log.append([eventAt(START), eventAt(START)]);
    const { next } = await ask('?limit=1');
    expect((await ask(`${next}&${since(START - DAY)}`)).status).toBe(400);
    expect((await ask(`${next}&q=ada`)).status).toBe(400);
    sandbox.log.expireCursors();
    expect((await ask(next as string)).status).toBe(400);
    expect((await ask('?limit=1')).status).toBe(200);
  });

  it('holds after a restore what it held at that instant, refuses later places, and goes on from there', async () => {
    const [before, after, later] = [eventAt(START), eventAt(START + 1000), eventAt(START + 5000)];
    clock.at = START;
    sandbox.log.append([before]);
    clock.at = START + 1000;
    sandbox.log.append([after]);
    const { next } = await ask('?limit=1');
    clock.at = START + 4000;
    sandbox.log.restore(START + 1000);
    expect((await ask(next as string)).status).toBe(400);
    clock.at = START + 5000;
    sandbox.log.append([later]);
    expect(ids((await ask(`?${since(START)}`)).events)).toEqual([before.uuid, later.uuid]);
    expect(sandbox.log.repeat(9)).toBe(2);
  });

  it('begins seven days back, and keeps ninety', async () => {
    const at = [100, 80, 8, 6].map((days) => eventAt(START - days * DAY));
    sandbox.log.append(at, { asPublished: true });
    expect(ids((await ask('')).events)).toEqual([at[3]?.uuid]);
    expect(ids(await everything(`?${since(START - 170 * DAY)}&${until(START)}`))).toEqual(
      at.slice(1).map(({ uuid }) => uuid),
    );
  });

  it('repeats what was written last, as after a restart', async () => {
    sandbox.log.append([eventAt(START), eventAt(START)]);
    expect(sandbox.log.repeat(2)).toBe(2);
    const seen = ids((await ask('')).events);
    expect(seen.slice(2)).toEqual(seen.slice(0, 2));
  });

  it('counts against its bucket, takes too long when told so, and is never answered from memory', async () => {
    const served = await startSandbox({
      users: 50,
      now: () => clock.at,
      faults: [{ kind: 'timeout', path: '/api/v1/logs', delayMs: 1 }],
    });
    try {
      const headers = { authorization: `SSWS ${served.tokenOf('SUPER_ADMIN')}` };
      const slow = await fetch(`${served.url}/api/v1/logs`, { headers });
      expect([slow.status, ((await slow.json()) as Page['error']).errorCode]).toEqual([500, 'E0000009']);
      expect((await fetch(`${served.url}/api/v1/logs`, { headers })).headers.get('x-rate-limit-limit')).toBe('60');
      served.log.append([eventAt(START)]);
      expect(await (await fetch(`${served.url}/api/v1/logs`, { headers })).json()).toHaveLength(1);
      expect(served.stats().byBucket).toEqual({ LG: 3 });
    } finally {
      await served.stop();
    }
  });

  it('shows a generated past in both orders, and what happens after it', async () => {
    const month = quietMonth(sandbox.org, { days: 2 });
    sandbox.log.attach(month);
    const past = [...month];
    sandbox.org.mutate({ op: 'remove', collection: 'logStreams', id: sandbox.org.idOf('siem-stream') as string });
    const span = `${since(START - 3 * DAY)}&${until(START)}`;
    expect(ids(await everything(`?limit=1000&${span}`)).sort()).toEqual(ids(past).sort());
    const polled: LogEvent[] = [];
    for (let next = `?limit=1000&${since(START - 3 * DAY)}`; ;) {
      const page = await ask(next);
      if (page.events.length === 0) break;
      polled.push(...page.events);
      next = page.next as string;
    }
    expect(ids(polled.slice(0, -1)).sort()).toEqual(ids(past).sort());
    expect(types(polled).at(-1)).toBe('system.log_stream.lifecycle.delete');
    const published = polled.map((event) => event.published);
    expect(published).not.toEqual([...published].sort());
  });

  it('is steered from outside the process', async () => {
    const post = async (path: string, body: unknown): Promise<[number, unknown]> => {
      const response = await fetch(`${sandbox.url}/__sandbox/${path}`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      });
      return [response.status, response.status === 204 ? null : await response.json()];
    };
    expect(await post('log/append', [eventAt(START), eventAt(START)])).toEqual([200, { appended: 2 }]);
    expect(await post('log/repeat', { count: 1 })).toEqual([200, { appended: 1 }]);
    const [status, told] = await post('log/play', { story: 'mfa-fatigue', at: '2026-06-02T20:00:00Z' });
    expect([status, sandbox.log.size]).toEqual([200, 3 + (told as unknown[]).length]);
    expect((await post('log/play', { story: 'armageddon' }))[0]).toBe(400);
    const [, changes] = await post('random-changes', { count: 5, seed: 'outside' });
    expect(changes).toHaveLength(5);
    expect((await post('log/expire-cursors', {}))[0]).toBe(204);
    expect(sandbox.log.epoch).toBe(1);
  });

  it('goes on by itself when told so, and holds an attack', async () => {
    const show = { eventsPerMinute: 60_000, attack: 'mfa-fatigue', attackAfter: 0 } as const;
    const served = await startSandbox({ users: 120, seed: 'show', ...show });
    try {
      const page = async (filter: string): Promise<unknown[]> => {
        const headers = { authorization: `SSWS ${served.tokenOf('SUPER_ADMIN')}` };
        const response = await fetch(`${served.url}/api/v1/logs?filter=${encodeURIComponent(filter)}`, { headers });
        return (await response.json()) as unknown[];
      };
      for (let tries = 0; tries < 500 && served.log.size < 150; tries++)
        await new Promise((done) => setTimeout(done, 10));
      expect(await page('eventType eq "user.mfa.okta_verify.deny_push"')).toHaveLength(8);
      expect((await page('eventType eq "user.authentication.sso"')).length).toBeGreaterThan(10);
    } finally {
      await served.stop();
    }
  });

  it('plays a story that ends now, or begins when it is told', async () => {
    const told = sandbox.log.play('password-spray');
    expect(told.at(-1)?.published).toBe(new Date(START).toISOString());
    const at = START - 2 * DAY;
    const earlier = sandbox.log.play('mass-app-access', { at });
    expect(earlier[0]?.published).toBe(new Date(at).toISOString());
    expect(sandbox.log.size).toBe(told.length + earlier.length);
  });
});
