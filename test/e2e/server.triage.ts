import type { ScannedServer } from './server.answers';

const REASON = 'The vendor needs it until the migration is over.';

/** What people do to findings of an org that was scanned. */
export function itLetsPeopleWork(server: ScannedServer): void {
  it('lets people work on a finding, and says in its history who did what', async () => {
    const { api } = server;
    const [{ id }] = (await api.get(`/findings?connectionId=${server.id}&status=open&limit=1`)).body.data;
    const path = `/findings/${id}`;
    const act = async (action: object) =>
      api.post(`${path}/transitions`, action, {
        headers: { 'if-match': String((await api.get(path)).headers['etag']) },
      });

    const refs = [{ system: 'tickets', key: 'SEC-1', url: 'https://tickets.acme.example/SEC-1' }];
    const changed = await api.change('patch', path, { assignee: 'me', externalRefs: refs });
    expect(changed.body).toMatchObject({ externalRefs: refs, assignee: changed.body.assignee });
    expect((await act({ action: 'acknowledge' })).body.status).toBe('acknowledged');
    const said = await api.post(`${path}/comments`, { text: 'Asked the vendor.' });
    expect((await api.get(`${path}/comments`)).body.data).toEqual([said.body]);
    expect((await act({ action: 'except', kind: 'false_positive', reason: REASON })).body.status).toBe('suppressed');

    const { body } = await api.get(path);
    expect(body).toMatchObject({ exception: { reason: REASON, findings: 1 }, allowed: ['reopen', 'claim'] });
    const revoked = await api.change('delete', `/exceptions/${body.exceptionId}`);
    expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked']);
    const history = (await api.get(`${path}/history`)).body.data as { type: string; actor: { name: string } }[];
    expect(history.slice(-7).map(({ type, actor }) => `${type} by ${actor.name}`)).toEqual([
      ...['assigned by owner', 'linked by owner', 'acknowledged by owner', 'commented by owner', 'suppressed by owner'],
      ...['exception_revoked by engine', 'reopened by engine'],
    ]);
  });

  it('makes findings due by what people choose for their connection, within bounds', async () => {
    const { api, id } = server;
    const path = `/connections/${id}/due-policy`;
    expect((await api.get(path)).body).toMatchObject({ critical: 3, informational: null, chosenBy: null, version: 0 });
    const open = () => api.get(`/findings?connectionId=${id}&status=open&severity=medium&limit=1`);
    const [before] = (await open()).body.data;

    const later = await api.change('patch', path, { medium: 60 });
    expect([later.status, later.body]).toEqual([200, expect.objectContaining({ medium: 60, high: 14, version: 1 })]);
    expect((await open()).body.data[0].dueAt).toBe(before.dueAt);
    await api.change('patch', path, { medium: 20, appliesToOpen: true });
    const moved = (await open()).body.data[0];
    expect(Date.parse(before.dueAt) - Date.parse(moved.dueAt)).toBe(25 * 86_400_000);

    for (const [days, code] of [
      [{ medium: 0 }, 'request.invalid'],
      [{ high: 30 }, 'due_policy.order_invalid'],
    ] as const)
      expect((await api.change('patch', path, days)).body.code).toBe(code);
    const stale = await api.call('patch', path, { body: { low: 30 }, headers: { 'if-match': '"v1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'due_policy.stale']);
  });

  it('counts what an exception would cover before it is made', async () => {
    const { api } = server;
    const scope = { scope: 'filter', connectionId: server.id, filter: 'severity:low' };
    const { count } = (await api.post('/exceptions/preview', scope)).body;
    const asked = { ...scope, kind: 'false_positive', reason: REASON };

    const refused = await api.post('/exceptions', { ...asked, expectedCount: count + 100 });
    expect([refused.status, refused.body.code]).toEqual([409, 'exception.count_changed']);

    const made = await api.post('/exceptions', { ...asked, expectedCount: count });
    expect([made.status, made.body.findings]).toEqual([201, count]);
    expect((await api.get('/exceptions?state=active')).body.data).toEqual([made.body]);
    expect((await api.change('delete', `/exceptions/${made.body.id}`)).body.findings).toBe(0);
  });
}
