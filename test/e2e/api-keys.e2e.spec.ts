import type { Response } from 'supertest';
import { ApiKeyStore } from '@posture/operators';
import { Database } from '@posture/platform';
import { PERSON } from '../support/operators';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const DAY_MS = 24 * 3_600_000;

describe('Keys over HTTP', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  const shown: string[] = [];
  let served: ServedApi;
  let connection: string;

  beforeEach(async () => {
    served = await ServedApi.open(clock);
    connection = await served.connect('brightwater');
  });
  afterEach(() => served?.close());

  async function made(body: object, key?: string) {
    const answer = await served.api.post('/api-keys', body, key === undefined ? {} : { key });
    expect(answer.status).toBe(201);
    const value = answer.body.value as string;
    shown.push(value);
    return { id: answer.body.apiKey.id as string, key: answer.body.apiKey, value };
  }
  const me = (key: string): Promise<Response> => served.api.get('/operators/me', { key });

  it('are made, shown, renamed, rotated and revoked, their values shown once', async () => {
    const { id, value } = await made({ name: 'SIEM', role: 'analyst', connectionIds: [connection] });
    expect((await me(value)).body).toMatchObject({
      id,
      name: 'SIEM',
      role: 'analyst',
      connectionIds: [connection],
      permissions: expect.arrayContaining(['findings:triage']),
      expiresAt: '2027-02-28T12:00:00.000Z',
    });

    const path = `/api-keys/${id}`;
    const renamed = await served.api.change('patch', path, { name: 'SIEM reader' });
    expect([renamed.status, renamed.body.name, renamed.headers['etag']]).toEqual([200, 'SIEM reader', '"v2"']);
    const late = await served.api.call('patch', path, { body: { name: 'x' }, headers: { 'if-match': '"v1"' } });
    expect([late.status, late.body.code]).toEqual([412, 'api_key.stale']);

    const rotated = await served.api.post(`${path}/rotate`, { overlapHours: 1 });
    shown.push(rotated.body.value as string);
    expect([(await me(value)).status, (await me(rotated.body.value as string)).status]).toEqual([200, 200]);
    expect((await served.api.call('delete', path)).status).toBe(204);
    expect([(await me(value)).status, (await me(rotated.body.value as string)).status]).toEqual([401, 401]);
    expect((await served.api.get('/api-keys?state=revoked')).body.data.map((key: { id: string }) => key.id)).toEqual([
      id,
    ]);

    const text = JSON.stringify(
      await Promise.all(
        ['api_key', 'audit_event', 'kept_answer'].map((table) =>
          served.app.get(Database).query(`select * from ${table}`),
        ),
      ),
    );
    for (const each of shown) expect(text).not.toContain(each.split('_')[2]);
    const answers = served.api.answers.join('');
    for (const each of shown) expect(answers.split(each)).toHaveLength(2);
  });

  it('A5: are refused in one way, whatever is wrong with them', async () => {
    const admin = await made({ name: 'admin', role: 'admin' });
    const child = await made({ name: 'child', role: 'viewer' }, admin.value);
    const short = await made({ name: 'short', role: 'viewer', expiresInDays: 1 });
    const revoked = await made({ name: 'revoked', role: 'viewer' });
    await served.api.call('delete', `/api-keys/${revoked.id}`);
    await served.api.call('delete', `/api-keys/${admin.id}`);
    clock.pass(DAY_MS);

    const wrong = [
      short.value,
      revoked.value,
      child.value,
      revoked.value.slice(0, -1),
      `${revoked.value.slice(0, -8)}00000000`,
      `posture_${'n'.repeat(43)}`,
      'Basic',
    ];
    const answers = await Promise.all(wrong.map((key) => me(key)));
    const bodies = answers.map(({ status, body }) => JSON.stringify([status, { ...body, instance: '' }]));

    expect(new Set(bodies).size).toBe(1);
    expect(answers[0]!.status).toBe(401);
  });

  it('A4: that are guessed are answered 429 for the rest of a minute, good or bad, but for those that worked before', async () => {
    const known = await made({ name: 'known', role: 'viewer' });
    const fresh = await made({ name: 'fresh', role: 'viewer' });
    expect((await me(known.value)).status).toBe(200);
    const guess = (n: number) => me(`posture_${String(n).padStart(43, 'n')}`);
    for (let n = 0; n < 20; n += 1) expect((await guess(n)).status).toBe(401);

    for (const answer of [await guess(20), await me(fresh.value)]) {
      expect([answer.status, answer.body.code, Number(answer.headers['retry-after'])]).toEqual([
        429,
        'api_key.guessed',
        60,
      ]);
    }
    expect((await me(known.value)).status).toBe(200);
    clock.pass(60_000);
    expect((await me(fresh.value)).status).toBe(200);
  });

  it('never make more than they are, and no key without a role or with one nobody has', async () => {
    const admin = await made({ name: 'admin', role: 'admin' });
    const above = await served.api.post('/api-keys', { name: 'x', role: 'owner' }, { key: admin.value });
    expect([above.status, above.body.code]).toEqual([403, 'api_key.above_role']);
    const bodies = [{ name: 'x' }, { name: 'x', role: 'root' }, { name: 'x', role: 'viewer', expiresInDays: 366 }];
    for (const body of bodies) expect((await served.api.post('/api-keys', body)).status).toBe(400);
    const none = { name: 'x', role: 'viewer', connectionIds: ['0198f000-0000-7000-8000-000000000000'] };
    expect((await served.api.post('/api-keys', none)).body.code).toBe('connection.not_found');
    const { body } = await served.api.get('/operators/me');
    const last = await served.api.call('delete', `/api-keys/${body.id}`);
    expect([last.status, last.body.code]).toEqual([409, 'api_key.last_owner']);
  });

  it('are made once under one Idempotency-Key, and in nobody’s hand but his who asked', async () => {
    const body = { name: 'once', role: 'viewer' };
    const headers = { 'idempotency-key': 'k1' };
    const [first, again] = [
      await served.api.post('/api-keys', body, { headers }),
      await served.api.post('/api-keys', body, { headers }),
    ];
    expect(again.body).toEqual(first.body);
    expect(await served.app.get(ApiKeyStore).list(null)).toHaveLength(2);
    expect((await served.app.get(ApiKeyStore).create(PERSON, { name: 'x', role: 'viewer' })).key.state).toBe('active');
    const text = JSON.stringify(await served.app.get(Database).query('select * from kept_answer'));
    expect(text).not.toContain((first.body.value as string).split('_')[2]);
  });
});
