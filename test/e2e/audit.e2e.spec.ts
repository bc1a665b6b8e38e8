import type { Response } from 'supertest';
import { ApiKeyStore, AuditReader } from '@posture/operators';
import { Database } from '@posture/platform';
import { actionOf } from '../../apps/server/src/http/audit/asked-change';
import { MASKED, shownFields } from '../../apps/server/src/http/audit/shown-fields';
import { OTHER, describedRoutes } from '../support/described-routes';
import { PERSON } from '../support/operators';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

describe('The audit log', () => {
  let served: ServedApi;
  let here: string;
  let there: string;
  const values = new Map<string, string>();
  const ids = new Map<string, string>();

  beforeAll(async () => {
    served = await ServedApi.open(new SetClock('2026-11-30T12:00:00Z'));
    here = await served.connect('brightwater');
    there = await served.connect('harbor');
    const keys = served.app.get(ApiKeyStore);
    for (const role of ['viewer', 'analyst', 'admin'] as const) {
      for (const [name, connections] of [
        [role, null],
        [`${role} here`, [here]],
      ] as const) {
        const { key, value } = await keys.create(PERSON, { name, role, connections });
        values.set(name, value.reveal());
        ids.set(name, key.id);
      }
    }
  });
  afterAll(() => served?.close());

  const as = (name: string) => ({ key: values.get(name)! });
  const events = async (query = '', name?: string) =>
    (await served.api.get(`/audit-events?limit=200${query}`, name === undefined ? {} : as(name))).body.data as {
      seq: number;
      action: string;
      outcome: string;
      code: string | null;
    }[];

  it('holds one row for every route that changes something, without its author thinking of it', async () => {
    const changing = describedRoutes(served.api.document).filter(
      ({ changes, permission }) => changes && permission !== null,
    );
    const missing: string[] = [];
    for (const { method, operationId, template, path } of changing) {
      const before = (await events())[0]?.seq ?? 0;
      await served.api.call(method, path(OTHER), { headers: { 'if-match': '"v1"' } });
      const written = (await events()).filter(({ seq }) => seq > before);
      const [row] = written;
      const isOne = written.length === 1 && row!.action === actionOf(operationId) && row!.outcome !== 'asked';
      if (!isOne) missing.push(`${method} ${template}: ${JSON.stringify(written)}`);
    }
    expect(missing).toEqual([]);
    expect(changing.length).toBeGreaterThan(20);
  });

  it('says who, from where, what, of which and how it ended, and no secret', async () => {
    const url = 'https://hooks.acme.example/services/canary-in-a-path';
    const made: Response = await served.api.post('/channels', { name: 'SOC', url, connectionIds: [here] }, as('admin'));
    const [row] = await events('&action=channel.create', 'admin');

    expect(row).toMatchObject({
      actor: { kind: 'api_key', id: ids.get('admin'), name: 'admin' },
      address: '127.0.0.1',
      target: { type: 'channel', id: made.body.channel.id, name: 'SOC' },
      outcome: 'succeeded',
      code: null,
      fields: { name: 'SOC', url: 'https://hooks.acme.example/…', connectionIds: [here] },
      requestId: expect.any(String),
    });
    await served.api.post('/connections', {
      domain: 'acme.okta.example',
      credential: { kind: 'api_token', token: 'canary-token' },
      extra: 'canary-undeclared',
    });
    const [refused] = await events('&action=connection.create');
    expect(refused).toMatchObject({
      outcome: 'refused',
      code: 'request.invalid',
      fields: { domain: 'acme.okta.example', credential: MASKED },
    });
    const text = JSON.stringify(await served.app.get(Database).query('select * from audit_event'));
    expect(text).not.toContain('canary-');
    expect(text).not.toContain(made.body.secret);
  });

  it('holds what was refused to somebody known, and nothing of nobody', async () => {
    const revoked = await served.app.get(ApiKeyStore).create(PERSON, { name: 'former', role: 'admin' });
    await served.app.get(ApiKeyStore).revoke(PERSON, revoked.key.id);
    const [last] = await events();
    const since = async () => (await events()).filter(({ seq }) => seq > last!.seq).map(({ code }) => code);

    await served.api.post('/channels', { name: 'x' }, as('viewer'));
    await served.api.post(`/connections/${there}/syncs`, {}, as('admin here'));
    await served.api.post('/connections', {}, as('admin here'));
    await served.api.post('/channels', { name: 'x' }, { key: revoked.value.reveal() });
    await served.api.post('/channels', { name: 'x' }, { key: `posture_${'n'.repeat(43)}` });
    await served.api.post('/channels', { name: 'x' }, { key: null });
    await served.api.get('/channels', as('viewer'));

    expect(await since()).toEqual(['api_key.invalid', 'api_key.scoped', 'connection.not_found', 'api_key.not_allowed']);
  });

  it('shows to an analyst what he changed, to an admin everything, and to both only of connections they see', async () => {
    const change = (connection: string, name?: string) =>
      served.api.post(`/connections/${connection}/evaluations`, {}, name === undefined ? {} : as(name));
    await change(here);
    await change(there);
    await change(there, 'analyst');
    await change(here, 'analyst here');
    const seen = async (name: string) => {
      const rows = (await events('', name)) as unknown as { actor: { id: string }; connectionId: string | null }[];
      return [
        new Set(rows.map(({ actor }) => actor.id)),
        new Set(rows.map(({ connectionId }) => connectionId)),
      ] as const;
    };

    expect((await seen('analyst'))[0]).toEqual(new Set([ids.get('analyst')]));
    expect((await seen('analyst here'))[0]).toEqual(new Set([ids.get('analyst here')]));
    expect([...(await seen('admin'))[1]]).toEqual(expect.arrayContaining([null, here, there]));
    const [actors, connections] = await seen('admin here');
    expect(actors.size).toBeGreaterThan(1);
    expect([...connections].filter((id) => id === there)).toEqual(
      // His own try at it.
      [there],
    );
    expect((await events(`&connectionId=${here}`, 'admin here')).length).toBeGreaterThan(0);
  });

  it('proves that it is as it was written, also from an end that was told before', async () => {
    const proof = (await served.api.get('/audit-events/verify', as('admin'))).body;
    expect(proof).toMatchObject({ isIntact: true, faults: 0, breaks: [] });
    const told = `/audit-events/verify?seq=${proof.head.seq}&hash=${proof.head.hash}`;
    expect((await served.api.get(told)).body.isIntact).toBe(true);
    expect((await served.api.get(`/audit-events/verify?seq=${proof.head.seq}`)).status).toBe(400);
    expect((await served.api.get('/audit-events/verify', as('admin here'))).body.code).toBe('api_key.scoped');

    const database = served.app.get(Database);
    await database.query('alter table audit_event disable trigger all');
    await database.query(`update audit_event set content = jsonb_set(content, '{code}', '"another"') where seq = 2`);
    expect((await served.api.get('/audit-events/verify')).body).toMatchObject({
      isIntact: false,
      faults: 1,
      breaks: [{ seq: 2, fault: 'altered' }],
    });
  });

  it('pages to the same rows', async () => {
    const all = await served.api.all('/audit-events', 200);
    expect(await served.api.all('/audit-events', 7)).toEqual(all);
    expect(all.length).toBeGreaterThan(30);
    expect(await served.app.get(AuditReader).list({}, 500, null)).toHaveLength(all.length);
  });
});

describe('A body that is written down', () => {
  const text = { type: 'string' };
  const inner = { properties: { token: text, region: text, apiKey: text, headers: { type: 'object' } } };
  const schemas = { Inner: inner, Other: { properties: { clientSecret: text, site: text } } };
  const schema = {
    properties: {
      name: text,
      size: { type: 'number' },
      url: text,
      pin: { type: 'string', writeOnly: true },
      phrase: { type: 'string', format: 'password' },
      target: { oneOf: [{ $ref: '#/components/schemas/Inner' }, { $ref: '#/components/schemas/Other' }] },
      list: { type: 'array', items: { $ref: '#/components/schemas/Inner' } },
      free: { type: 'object' },
    },
  };
  const shown = (body: unknown) => shownFields(body, schema, schemas);

  it('shows what is declared', () => {
    expect(shown({ name: 'a', size: 3, list: [{ region: 'eu' }], free: { x: [true, null] } })).toEqual({
      name: 'a',
      size: 3,
      list: [{ region: 'eu' }],
      free: { x: [true, null] },
    });
  });

  it('shows nothing that is not, nor secrets wherever they are', () => {
    const canary = 'canary';
    const secretive = {
      pin: canary,
      phrase: canary,
      undeclared: canary,
      target: { token: canary, clientSecret: canary, site: 'here', undeclared: canary },
      list: [{ apiKey: canary, headers: { 'x-any': canary } }],
      free: { password: canary, deep: { private_key: canary, authorization: canary } },
      url: `https://user:${canary}@acme.example/${canary}?t=${canary}`,
    };
    const said = shown(secretive);
    expect(JSON.stringify(said)).not.toContain(canary);
    expect(said).toMatchObject({ pin: MASKED, target: { token: MASKED, site: 'here' }, url: 'https://acme.example/…' });
  });

  it('is cut where it is long, and nothing where it is no object', () => {
    expect((shown({ name: 'n'.repeat(500) })['name'] as string).length).toBe(201);
    expect(shown({ list: Array.from({ length: 60 }, () => ({ region: 'eu' })) })['list']).toHaveLength(51);
    expect([shown('text'), shown(null), shown([1])]).toEqual([{}, {}, {}]);
  });
});
