import type { ScannedServer } from './server.answers';

/** Who may ask, and what they changed; every route of it once. */
export function itKnowsItsOperators(server: ScannedServer): void {
  it('makes keys for others, and tells what was changed and by whom', async () => {
    const { api } = server;
    const made = (await api.post('/api-keys', { name: 'SIEM', role: 'viewer' })).body;
    const path = `/api-keys/${made.apiKey.id}`;
    expect((await api.get('/operators/me', { key: made.value as string })).body).toMatchObject({ role: 'viewer' });
    expect((await api.change('patch', path, { name: 'SIEM reader' })).body.name).toBe('SIEM reader');
    expect((await api.post(`${path}/rotate`, {})).status).toBe(201);
    expect((await api.call('delete', path)).status).toBe(204);
    expect((await api.get('/api-keys')).body.data).toContainEqual((await api.get(path)).body);

    const { data } = (await api.get(`/audit-events?target=${made.apiKey.id}`)).body;
    expect(data.map(({ action }: { action: string }) => action)).toEqual([
      'api_key.revoke',
      'api_key.rotate',
      'api_key.change',
      'api_key.create',
    ]);
    expect((await api.get('/audit-events/verify')).body).toMatchObject({ isIntact: true, faults: 0 });
  });
}
