import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, AuditReader } from '@posture/operators';
import type { AskedChange } from '@posture/operators';
import { DomainError } from '@posture/domain';
import { SecretBox } from '@posture/platform';
import type { Database, Logger } from '@posture/platform';
import { PERSON } from '../support/operators';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const DAY_MS = 24 * 3_600_000;

function change(over: Partial<AskedChange> = {}): AskedChange {
  return {
    actor: PERSON.actor,
    address: '192.0.2.7',
    userAgent: 'curl/8',
    action: 'channel.create',
    target: { type: 'channel', id: null, name: null },
    connectionId: null,
    fields: { name: 'SIEM', size: 0.1, nested: { b: [1, 'two', null], a: true } },
    reason: null,
    requestId: 'r1',
    ...over,
  };
}

describe.each(STORE_KINDS)('What people changed, on the %s store', (kind) => {
  let store: TestStore;
  let dir: string;
  let secrets: SecretBox;
  let now: Date;
  const logged: string[] = [];
  const quiet = { warn() {}, info() {}, debug() {} };
  const logger: Logger = { ...quiet, error: (event) => void logged.push(event), with: () => logger };
  const over = (database: Database) => new AuditLog(database, secrets, { now: () => now }, logger);
  let log: AuditLog;
  let trail: AuditReader;

  beforeAll(async () => {
    store = await openTestStore(kind);
    dir = mkdtempSync(join(tmpdir(), 'posture-audit-'));
    secrets = SecretBox.open(join(dir, 'master.key'));
  });
  afterAll(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });
  beforeEach(async () => {
    await tamper('truncate audit_event');
    const none = '0'.repeat(64);
    await store.database.query(
      'update audit_chain set seq = 0, hash = $1, first_seq = 1, first_prev_hash = $1, sealed = null',
      [none],
    );
    now = new Date('2026-03-01T12:00:00Z');
    log = over(store.database);
    trail = new AuditReader(store.database, secrets);
    logged.length = 0;
  });

  const all = () => trail.list({}, 50, null);
  /** What only somebody does who has the database to himself. */
  const tamper = async (...statements: string[]) => {
    await store.database.query('alter table audit_event disable trigger all');
    for (const statement of statements) await store.database.query(statement);
    await store.database.query('alter table audit_event enable trigger all');
  };
  const breaks = async () => (await trail.verify()).breaks.map(({ seq, fault }) => `${seq} ${fault}`);
  async function five(): Promise<void> {
    for (let n = 0; n < 5; n += 1) await log.refused(change({ action: `thing.n${n}` }), 'api_key.not_allowed');
  }

  it('is written before it is done, and how it ended after', async () => {
    const during: unknown[] = [];
    await log.around(change(), async () => void during.push(...(await all())));

    expect(during).toMatchObject([{ seq: 1, outcome: 'asked', endedAt: null, fields: change().fields }]);
    expect(await all()).toMatchObject([{ ...change(), seq: 1, outcome: 'succeeded', code: null, endedAt: now }]);
    expect(await trail.verify()).toMatchObject({ isIntact: true, checked: 2, head: { seq: 2 } });
  });

  it('is not done when it cannot be written', async () => {
    await store.database.query('alter table audit_event rename to audit_event_away');
    let isDone = false;

    await expect(log.around(change(), async () => void (isDone = true))).rejects.toThrow();

    expect(isDone).toBe(false);
    await store.database.query('alter table audit_event_away rename to audit_event');
    expect(await trail.verify()).toMatchObject({ isIntact: true, checked: 0 });
  });

  it('stands although its end cannot be written, and the log of the process says so', async () => {
    const result = await log.around(change(), async () => {
      await store.database.query('alter table audit_event rename to audit_event_away');
      return 'done';
    });
    await store.database.query('alter table audit_event_away rename to audit_event');

    expect([result, logged]).toEqual(['done', ['audit.end_not_written']]);
    expect(await all()).toMatchObject([{ outcome: 'asked', endedAt: null }]);
  });

  it('is told as refused, or as failed where it may have been done in part', async () => {
    const refusal = new DomainError('channel.stale', 'stale', 'No.');
    const fault = new DomainError('database.unreachable', 'unavailable', 'No.');
    for (const error of [refusal, fault, new Error('a fault')]) {
      await expect(log.around(change(), () => Promise.reject(error))).rejects.toBe(error);
    }
    expect((await all()).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', null],
      ['failed', 'database.unreachable'],
      ['refused', 'channel.stale'],
    ]);
  });

  it('is one chain, whoever adds to it at once', async () => {
    const others = await Promise.all([store.connect(), store.connect()]);
    const logs = [log, ...others.map(over)];

    await Promise.all(Array.from({ length: 30 }, (_, n) => logs[n % 3]!.refused(change(), 'x.y')));

    expect(await trail.verify()).toMatchObject({ isIntact: true, checked: 30, head: { seq: 30 } });
    expect(new Set((await all()).map(({ hash }) => hash)).size).toBe(30);
  });

  it('is hashed as it is kept, whatever somebody sends', async () => {
    const hostile = {
      __proto__x: 'a',
      'é\u0000': '\ud800 half',
      big: 1e21,
      small: 5e-7,
      minus: -0,
      deep: { z: 1, a: [] },
    };
    await log.refused(change({ fields: hostile, userAgent: '\u0000\udfff' }), 'x.y');
    expect(await trail.verify()).toMatchObject({ isIntact: true, checked: 1 });
  });

  it('is added to and never altered by the product', async () => {
    await five();
    for (const statement of [
      `update audit_event set content = '{}' where seq = 2`,
      'delete from audit_event where seq = 2',
      'truncate audit_event',
    ]) {
      await expect(store.database.query(statement)).rejects.toThrow('audit_event is only added to');
    }
    expect(await breaks()).toEqual([]);
  });

  describe('shows to have been tampered with', () => {
    beforeEach(() => five());

    it.each([
      [
        'what a row says',
        `update audit_event set content = jsonb_set(content, '{actor,id}', '"eve"') where seq = 3`,
        ['3 altered'],
      ],
      ['when it was', `update audit_event set at = at + interval '1 s' where seq = 3`, ['3 altered']],
      ['a row that is gone', 'delete from audit_event where seq = 3', ['3 missing']],
      ['the first rows gone', 'delete from audit_event where seq <= 2', ['1 missing']],
      ['the last rows gone', 'delete from audit_event where seq >= 4', ['4 missing']],
      ['all rows gone', 'delete from audit_event', ['1 missing']],
    ])('by %s', async (_what, statement, found) => {
      await tamper(statement);
      expect(await breaks()).toEqual(found);
    });

    it('by rows whose hashes were made anew from there on', async () => {
      const rows = await store.database.query<{ seq: string; at: Date; digest: string; hash: string }>(
        'select * from audit_event order by seq',
      );
      const { hashOfLink } = await import('../../libs/operators/src/audit/chain');
      let prev = rows[2]!.hash;
      for (const { seq, at, digest } of rows.slice(3)) {
        const forged = seq === '4' ? 'f'.repeat(64) : digest;
        const hash = hashOfLink(Number(seq), at, prev, forged);
        await tamper(
          `update audit_event set prev_hash = '${prev}', digest = '${forged}', hash = '${hash}' where seq = ${seq}`,
        );
        prev = hash;
      }
      await store.database.query('update audit_chain set hash = $1', [prev]);
      expect(await breaks()).toEqual(['4 altered', '5 unproven']);
    });

    it('by an end that was moved back with the rows that are gone, which the master key does not say', async () => {
      const [{ hash }] = (await store.database.query<{ hash: string }>(
        'select hash from audit_event where seq = 3',
      )) as [{ hash: string }];
      await tamper('delete from audit_event where seq > 3');
      await store.database.query('update audit_chain set seq = 3, hash = $1', [hash]);
      expect(await breaks()).toEqual(['3 unproven']);
    });

    it('by an end of before put back whole, to whoever was told a later one', async () => {
      const before = await store.database.query<{ sealed: string }>('select * from audit_chain');
      await log.refused(change(), 'x.y');
      const { head } = await trail.verify();
      await tamper('delete from audit_event where seq > 5');
      await store.database.query('update audit_chain set seq = 5, hash = $1, sealed = $2', [
        (before[0] as unknown as { hash: string }).hash,
        before[0]!.sealed,
      ]);

      expect(await breaks()).toEqual([]);
      expect((await trail.verify(head)).breaks).toEqual([{ seq: 6, fault: 'missing' }]);
    });
  });

  it('still has an end that somebody was told', async () => {
    await five();
    const { head } = await trail.verify();
    await five();

    expect((await trail.verify(head)).isIntact).toBe(true);
    expect((await trail.verify({ seq: head.seq, hash: 'f'.repeat(64) })).breaks).toEqual([{ seq: 5, fault: 'unlike' }]);
  });

  it('stays for 400 days, and the chain goes on from what is left', async () => {
    await five();
    now = new Date(now.getTime() + 400 * DAY_MS);
    expect(await log.purge()).toBe(0);
    await log.refused(change(), 'x.y');
    now = new Date(now.getTime() + 1);

    expect(await log.purge()).toBe(5);
    expect(await trail.verify()).toMatchObject({ isIntact: true, firstSeq: 6, checked: 1, head: { seq: 6 } });
    await expect(trail.verify({ seq: 5, hash: '' })).rejects.toMatchObject({ code: 'audit_head.too_old' });
    now = new Date(now.getTime() + 500 * DAY_MS);
    expect(await log.purge()).toBe(1);
    await log.refused(change(), 'x.y');
    expect(await trail.verify()).toMatchObject({ isIntact: true, firstSeq: 7, checked: 1 });
  });

  it('is listed newest first, by who, what, of which, how and when', async () => {
    const other = { kind: 'api_key', id: 'k2', name: 'other' } as const;
    await log.around(change({ actor: other, connectionId: 'c1' }), async () => undefined);
    now = new Date(now.getTime() + 1_000);
    const seq = await log.asked(change({ action: 'channel.delete', target: { type: 'channel', id: 'x', name: null } }));
    await log.ended(seq, { outcome: 'refused', code: 'channel.stale' });
    await log.asked(change({ action: 'run.abort' }));

    const found = async (filter: Parameters<AuditReader['list']>[0], limit = 9, before: number | null = null) =>
      (await trail.list(filter, limit, before)).map(({ action }) => action);
    expect(await found({})).toEqual(['run.abort', 'channel.delete', 'channel.create']);
    expect(await found({}, 1, 5)).toEqual(['channel.delete']);
    expect(await found({ actor: 'k2' })).toEqual(['channel.create']);
    expect(await found({ connectionId: 'c1' })).toEqual(['channel.create']);
    expect(await found({ action: 'run.abort' })).toEqual(['run.abort']);
    expect(await found({ target: 'x' })).toEqual(['channel.delete']);
    expect(await found({ outcomes: ['asked', 'refused'] })).toEqual(['run.abort', 'channel.delete']);
    expect(await found({ from: now })).toEqual(['run.abort', 'channel.delete']);
    expect(await found({ to: now })).toEqual(['channel.create']);
  });
});
