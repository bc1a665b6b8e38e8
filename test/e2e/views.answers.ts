import type { ScannedServer } from './server.answers';

interface Named {
  readonly name: string;
}

/** How operators keep filters under a name, and use them. */
export function itKeepsViews(server: ScannedServer): void {
  const all = (query: string) => server.api.all(`/findings?${query}`, 50);
  const q = (text: string) => `q=${encodeURIComponent(text)}`;

  it('keeps a filter and an order under a name, and lists what they mean', async () => {
    const severe = { name: 'Severe', filter: 'severity:>=high', sort: 'score' };
    const made = await server.api.post('/views', severe);
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ...severe, shared: false, version: 1 })]);
    const { id } = made.body;
    expect((await server.api.get('/views')).body.data).toEqual([made.body]);

    expect(await all(`view=${id}`)).toEqual(await all(`${q('severity:>=high')}&sort=score`));
    expect(await all(`view=${id}&sort=-score`)).toEqual(await all(`${q('severity:>=high')}&sort=-score`));
    expect(await all(`view=${id}&${q('severity:critical')}`)).toEqual(
      await all(`${q('severity:critical')}&sort=score`),
    );
    const facets = async (query: string) => (await server.api.get(`/findings/facets?${query}`)).body;
    expect(await facets(`view=${id}`)).toEqual(await facets(q('severity:>=high')));

    const changed = await server.api.change('patch', `/views/${id}`, { name: 'Worst', sort: null });
    expect(changed.body).toMatchObject({ name: 'Worst', filter: 'severity:>=high', sort: null, version: 2 });
    const old = await server.api.call('patch', `/views/${id}`, { body: {}, headers: { 'if-match': '"v1"' } });
    expect([old.status, old.body.code]).toEqual([412, 'view.stale']);
    expect((await server.api.change('delete', `/views/${id}`)).status).toBe(204);
    expect((await server.api.get(`/findings?view=${id}`)).body.code).toBe('view.not_found');
  });

  it('keeps none that could not be used, and says where it is wrong', async () => {
    const refused = async (more: object) => {
      const { status, body } = await server.api.post('/views', { name: 'Wrong', filter: '', ...more });
      return [status, body.code, body.field, /at character (\d+)/.exec(body.detail as string)?.[1]];
    };
    expect(await refused({ filter: 'is:present sevrity:high' })).toEqual([400, 'filter.field_unknown', 'filter', '12']);
    expect(await refused({ sort: 'sevrity' })).toEqual([400, 'sort.unknown', 'sort', undefined]);
    expect((await refused({ name: ' ' })).slice(0, 3)).toEqual([400, 'request.invalid', 'name']);
    expect((await server.api.get('/views')).body.data).toEqual([]);
  });

  it('shows an operator his own and what others share, which they alone change', async () => {
    const keyOf = async (name: string, role: string) =>
      (await server.api.post('/api-keys', { name, role })).body.value as string;
    const [mira, tom] = [await keyOf('Mira', 'analyst'), await keyOf('Tom', 'analyst')];
    const make = (name: string, key: string, shared: boolean) =>
      server.api.post('/views', { name, filter: 'assignee:me', shared }, { key });
    const own = (await make('Mine', mira, false)).body;
    const shared = (await make('Ours', mira, true)).body;
    expect((await make('mine', mira, true)).body).toMatchObject({ status: 409, code: 'view.name_taken' });
    expect((await make('Mine', tom, false)).status).toBe(201);

    const seen = (await server.api.get('/views', { key: tom })).body.data as Named[];
    expect(seen.map(({ name }) => name)).toEqual(['Mine', 'Ours']);
    expect((await server.api.get(`/views/${own.id}`, { key: tom })).body.code).toBe('view.not_found');
    const remove = (id: string, key: string) =>
      server.api.call('delete', `/views/${id}`, { key, headers: { 'if-match': '"v1"' } });
    expect((await remove(own.id as string, tom)).body.code).toBe('view.not_found');
    expect((await remove(shared.id as string, tom)).body).toMatchObject({ status: 403, code: 'view.not_own' });
    // Who decides for all keeps order in what all use.
    expect((await remove(shared.id as string, server.api.key)).status).toBe(204);
    expect((await server.api.get('/views', { key: mira })).body.data).toEqual([own]);
  });
}
