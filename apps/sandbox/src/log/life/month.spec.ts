import { createOrg, type SandboxOrg } from '../../org';
import type { LogEvent } from '../log-event';
import { busyMonth, quietMonth } from './month';

const NOW = new Date('2026-06-19T06:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Debug {
  readonly debugData: Readonly<Record<string, string>>;
}

describe('a month in the life of an org', () => {
  let org: SandboxOrg;
  let quiet: readonly LogEvent[];
  let busy: readonly LogEvent[];

  beforeAll(() => {
    org = createOrg({ users: 160, groups: 40, apps: 40, seed: 'life', now: NOW });
    quiet = [...quietMonth(org, { days: 12 })];
    busy = [...busyMonth(org, { days: 30 })];
  });

  const of = (events: readonly LogEvent[], type: string, result?: string): LogEvent[] =>
    events.filter(({ eventType, outcome }) => eventType === type && (!result || outcome?.result === result));

  const debug = (event: LogEvent): Readonly<Record<string, string>> => (event.debugContext as Debug).debugData;
  const clientOf = (event: LogEvent) =>
    event.client as {
      ipAddress: string;
      userAgent: { rawUserAgent: string };
      geographicalContext: { country: string };
    };
  const session = (event: LogEvent): string =>
    (event.authenticationContext as { externalSessionId: string }).externalSessionId;

  it('is the same for the same seed, in order, and no id comes twice', () => {
    const again = [...quietMonth(org, { days: 12 })];
    expect(JSON.stringify(again) === JSON.stringify(quiet)).toBe(true);
    for (const events of [quiet, busy]) {
      expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length);
      const times = events.map(({ published }) => published);
      expect(times.findIndex((time, n) => n > 0 && time < (times[n - 1] as string))).toBe(-1);
    }
    expect([...quietMonth(org, { days: 1, seed: 'other' })][0]?.uuid).not.toBe(quiet[0]?.uuid);
  });

  it('reads the same hour by hour as in a row, but for what is written late', () => {
    const { segments } = busyMonth(org, { days: 2 });
    const rows = segments.flatMap((segment) => segment.rows());
    const ids = rows.map(({ event }) => event.uuid);
    const expected = [...busyMonth(org, { days: 2 })].map(({ uuid }) => uuid);
    expect(ids.sort().join() === expected.sort().join()).toBe(true);
    const persisted = rows.map((row) => row.persisted);
    expect(persisted.findIndex((at, n) => n > 0 && at < (persisted[n - 1] as number))).toBe(-1);
    const outside = segments.flatMap(({ rows: of, minPublished, maxPublished }) =>
      of().filter(
        ({ published, persisted: at }) => published < minPublished || published > maxPublished || at - published > HOUR,
      ),
    );
    expect(outside).toEqual([]);
  });

  it('has a working week: people sign in about once a day, and hardly at weekends', () => {
    const starts = of(quiet, 'user.session.start', 'SUCCESS');
    const byDay = new Map<number, number>();
    for (const { published } of starts) {
      const day = Math.floor(Date.parse(published) / DAY);
      byDay.set(day, (byDay.get(day) ?? 0) + 1);
    }
    const perDay = (wanted: boolean): number[] =>
      [...byDay].filter(([day]) => [0, 6].includes((day + 4) % 7) === wanted).map(([, count]) => count);
    for (const count of perDay(true)) expect(count).toBeLessThan(0.25 * org.presentUsers.size);
    expect(Math.max(...perDay(false))).toBeGreaterThan(org.presentUsers.size);
    expect(of(quiet, 'user.authentication.sso').length).toBeGreaterThan(3 * starts.length);
    const failures = of(quiet, 'user.session.start', 'FAILURE').length;
    expect(failures).toBeGreaterThan(0.02 * starts.length);
    expect(failures).toBeLessThan(0.15 * starts.length);
  });

  it('keeps a session to one browser, one address and one person', () => {
    const marks = new Map<string, Set<string>>();
    for (const event of busy) {
      const id = session(event);
      if (id === 'unknown' || id === null) continue;
      const mark = [
        clientOf(event).ipAddress,
        clientOf(event).userAgent.rawUserAgent,
        debug(event).dtHash,
        event.actor?.id,
      ];
      marks.set(id, (marks.get(id) ?? new Set()).add(mark.join()));
    }
    expect(marks.size).toBeGreaterThan(1000);
    expect([...marks.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  it('calls new only what was not there before', () => {
    const seen = new Map<string, Set<string>>();
    const wrong: LogEvent[] = [];
    let claimed = 0;
    for (const event of of(quiet, 'user.session.start', 'SUCCESS')) {
      const key = String(event.actor?.id);
      const known = seen.get(key) ?? new Set();
      const country = clientOf(event).geographicalContext.country;
      const behaviors = debug(event).behaviors ?? '';
      if (known.has(country) && behaviors.includes('New Country=POSITIVE')) wrong.push(event);
      if (known.has(String(debug(event).dtHash)) && behaviors.includes('New Device=POSITIVE')) wrong.push(event);
      if (behaviors.includes('New IP=POSITIVE')) claimed++;
      seen.set(key, known.add(country).add(String(debug(event).dtHash)));
    }
    expect(wrong).toEqual([]);
    expect(claimed).toBeGreaterThan(0);
  });

  it('has nobody who guesses: no address fails on many people in a quiet one', () => {
    const victims = new Map<string, Set<string>>();
    for (const event of of(quiet, 'user.session.start', 'FAILURE')) {
      const key = `${clientOf(event).ipAddress} ${event.published.slice(0, 13)}`;
      victims.set(key, (victims.get(key) ?? new Set()).add(String(event.actor?.id)));
    }
    expect(Math.max(...[...victims.values()].map(({ size }) => size))).toBeLessThan(5);
  });

  it('moves nobody faster than a plane, but through a VPN', () => {
    const last = new Map<string, { at: number; country: string }>();
    const countries = new Set<string>();
    let quickest = Infinity;
    for (const event of of(busy, 'user.session.start', 'SUCCESS')) {
      const { asOrg } = event.securityContext as { asOrg: string };
      if (/vpn|relay/.test(asOrg)) continue;
      const [key, country] = [String(event.actor?.id), clientOf(event).geographicalContext.country];
      const at = Date.parse(event.published);
      const before = last.get(key);
      if (before && before.country !== country) {
        countries.add(country);
        quickest = Math.min(quickest, at - before.at);
      }
      last.set(key, { at, country });
    }
    expect(quickest).toBeGreaterThan(4 * HOUR);
    expect(countries.size).toBeGreaterThan(3);
  });

  it('is busy with everything a busy one has', () => {
    const types = new Set(busy.map(({ eventType }) => eventType));
    for (const type of ['user.account.expire_password', 'user.lifecycle.create', 'user.lifecycle.delete.completed'])
      expect([...types]).toContain(type);
    expect(of(busy, 'policy.rule.update').length).toBeGreaterThan(3);
    const orgs = new Set(busy.map((event) => (event.securityContext as { asOrg: string | null }).asOrg));
    for (const asOrg of ['brightwater instruments vpn', 'veil relay', 'burrow vpn']) expect([...orgs]).toContain(asOrg);
    expect(
      new Set(of(busy, 'user.session.start').map((event) => clientOf(event).geographicalContext.country)).size,
    ).toBeGreaterThan(7);
  });
});
