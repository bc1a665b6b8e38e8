import type { Response } from 'supertest';
import { FindingReconciler } from '@posture/findings';
import { Database, KeptAnswers } from '@posture/platform';
import { candidate, judgement } from '../support/judgements';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const HOUR_MS = 3_600_000;
const CHANNEL = { name: 'SIEM', url: 'https://siem.acme.example/in' };

describe('A request under an Idempotency-Key', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  let served: ServedApi;
  let connection: string;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    connection = await served.connect('brightwater');
  });
  afterAll(() => served?.close());

  const ask = (path: string, key: string, body: unknown): Promise<Response> =>
    served.api.post(path, body, { headers: { 'idempotency-key': key } });
  const channels = async (): Promise<unknown[]> => (await served.api.get('/channels')).body.data;
  const database = () => served.app.get(Database);

  it('is done once, and answered each time as it was, with the secret it showed', async () => {
    const before = (await channels()).length;

    const first = await ask('/channels', 'make-siem', CHANNEL);
    const again = await ask('/channels', 'make-siem', CHANNEL);

    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await channels()).toHaveLength(before + 1);
    const kept = JSON.stringify(await database().query('select * from kept_answer'));
    expect(first.body.secret).toMatch(/^whsec_/);
    expect(kept).not.toContain(first.body.secret);
    expect(kept).not.toContain('siem.acme.example');
  });

  it('A9: is refused when the key was sent with another body, or to another address of the route', async () => {
    const { body } = await ask('/channels', 'one-body', CHANNEL);
    const other = await ask('/channels', 'one-body', { ...CHANNEL, name: 'Another' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key.reused']);

    await ask(`/channels/${body.channel.id}/secret`, 'one-address', undefined);
    const elsewhere = await ask(`/channels/${connection}/secret`, 'one-address', undefined);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_key.reused']);
  });

  it('is another request of another route, and of another key holder', async () => {
    const made = await ask('/channels', 'shared', CHANNEL);
    const rotated = await ask(`/channels/${made.body.channel.id}/secret`, 'shared', undefined);
    expect(rotated.status).toBe(201);

    const { value } = (await served.api.post('/api-keys', { name: 'another', role: 'owner' })).body;
    const other = await served.api.post('/channels', CHANNEL, { key: value, headers: { 'idempotency-key': 'shared' } });
    expect([other.status, other.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('A7: is done once, too, when it is sent ten times at the same moment', async () => {
    const before = (await channels()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/channels', 'at-once', CHANNEL)));

    const done = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(done.length + waiting.length).toBe(10);
    expect(done.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    for (const { body, headers } of waiting)
      expect([body.code, headers['retry-after']]).toEqual(['idempotency_key.in_progress', '1']);
    expect(await channels()).toHaveLength(before + 1);
  });

  it('A9: may be sent again when its process was gone in the middle of it, and makes nothing twice', async () => {
    const first = await ask('/channels', 'crashed', CHANNEL);
    const before = (await channels()).length;
    // As it is left when the process dies after the channel is made and before the answer is kept.
    const until = new Date(clock.now().getTime() + 60_000);
    await database().query(
      `update kept_answer set status = null, headers = null, body_sealed = null, claim = new_id, claimed_until = $1
       where key = 'crashed'`,
      [until],
    );
    const early = await ask('/channels', 'crashed', CHANNEL);
    expect([early.status, early.body.code]).toEqual([409, 'idempotency_key.in_progress']);

    clock.pass(61_000);
    const again = await ask('/channels', 'crashed', CHANNEL);

    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, undefined]);
    expect(await channels()).toHaveLength(before);
  });

  it('makes nothing twice, either, of what people do to findings', async () => {
    const found = judgement(1, [candidate('rule-a', 'User:u1')], { connectionId: connection, rules: ['rule-a'] });
    await served.app.get(FindingReconciler).reconcile(found);
    const [{ id }] = (await served.api.get('/findings')).body.data as [{ id: string }];
    const path = `/findings/${id}`;
    const twice = async (route: string, body: object, ifMatch: string | null = null): Promise<[Response, Response]> => {
      const headers = { 'idempotency-key': route, ...(ifMatch === null ? {} : { 'if-match': ifMatch }) };
      const first = await served.api.post(route, body, { headers });
      await database().query(
        `update kept_answer set status = null, headers = null, body_sealed = null where key = $1`,
        [route],
      );
      return [first, await served.api.post(route, body, { headers })];
    };

    const [said, again] = await twice(`${path}/comments`, { text: 'Seen.' });
    expect([said.status, again.status, again.body]).toEqual([201, 201, said.body]);
    expect((await served.api.get(`${path}/comments`)).body.data).toEqual([said.body]);

    const etag = String((await served.api.get(path)).headers['etag']);
    const [moved, movedAgain] = await twice(`${path}/transitions`, { action: 'acknowledge' }, etag);
    expect([moved.status, movedAgain.status, movedAgain.body]).toEqual([200, 200, moved.body]);

    const reason = 'Until the migration is over.';
    const about = { scope: 'finding', findingId: id, kind: 'false_positive', reason };
    const [allowed, allowedAgain] = await twice('/exceptions', about);
    expect([allowed.status, allowedAgain.status, allowedAgain.body]).toEqual([201, 201, allowed.body]);
    expect((await served.api.get('/exceptions')).body.data).toEqual([allowed.body]);
    const history = (await served.api.get(`${path}/history`)).body.data as { type: string }[];
    expect(history.map(({ type }) => type)).toEqual(['opened', 'commented', 'acknowledged', 'suppressed']);
  });

  it('that was refused may be sent again, corrected', async () => {
    const refused = await ask('/channels', 'corrected', { ...CHANNEL, url: 'http://10.0.0.5/in' });
    expect(refused.status).toBe(400);
    expect((await ask('/channels', 'corrected', CHANNEL)).status).toBe(201);
  });

  it('that starts a run gives the run again, and needs a key', async () => {
    const path = `/connections/${connection}/syncs`;
    const first = await ask(path, 'scan', {});
    const again = await ask(path, 'scan', {});
    expect([first.status, again.status, again.body.id]).toEqual([202, 202, first.body.id]);

    const anew = await ask(path, 'scan-2', {});
    expect([anew.status, anew.body.code]).toEqual([409, 'sync.already_running']);
    const keyless = await served.api.post(path, {}, { headers: { 'idempotency-key': null } });
    expect([keyless.status, keyless.body.code]).toEqual([400, 'idempotency_key.required']);
    await served.api.post(`/syncs/${first.body.id}/abort`);
  });

  it.each([
    ['of two words', 'two words'],
    ['that is too long', 'x'.repeat(256)],
    ['of other letters', 'clé'],
    ['that is empty', ''],
  ])('is refused with a key %s', async (_what, key) => {
    const { status, body } = await ask('/channels', key, CHANNEL);
    expect([status, body.code, body.field]).toEqual([400, 'idempotency_key.invalid', 'Idempotency-Key']);
  });

  it('is forgotten after a day, and may mean something else then', async () => {
    await ask('/channels', 'x'.repeat(255), CHANNEL);
    clock.pass(24 * HOUR_MS);
    const later = await ask('/channels', 'x'.repeat(255), { ...CHANNEL, name: 'Later' });
    expect([later.status, later.headers['idempotency-replayed']]).toEqual([201, undefined]);

    clock.pass(24 * HOUR_MS);
    await served.app.get(KeptAnswers).purge();
    expect(await database().query('select 1 from kept_answer')).toEqual([]);
  });
});
