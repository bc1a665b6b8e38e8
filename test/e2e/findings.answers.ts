import { eventually } from '../support/eventually';
import { ocsfErrors } from '../support/ocsf-schema';
import { NOBODY } from './server.answers';
import type { ScannedServer } from './server.answers';

interface Row {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: string;
  readonly subject: { readonly key: string };
}

interface OcsfEvent extends Readonly<Record<string, unknown>> {
  readonly finding_info: { readonly uid: string };
  readonly metadata: { readonly version: string };
}

/** How findings of an org that was scanned are looked through. */
export function itLooksThroughFindings(server: ScannedServer): void {
  const all = (query: string) => server.api.all(`/findings?${query}`, 50) as Promise<Row[]>;
  const q = (text: string) => `q=${encodeURIComponent(text)}`;

  it('lists what a filter means, beside the parameters there are', async () => {
    const everything = await all('');
    const severe = everything.filter(({ severity }) => ['high', 'critical'].includes(severity));
    const [first] = severe;

    expect(await all(q('severity:>=high is:present'))).toEqual(severe);
    expect(await all(q(`-rule:${first!.rule}`))).toEqual(everything.filter(({ rule }) => rule !== first!.rule));
    expect(await all(`${q('severity:>=high')}&rule=${first!.rule}`)).toEqual(
      severe.filter(({ rule }) => rule === first!.rule),
    );
    expect(await all(q(`connection:${server.id} subject:"${first!.subject.key}"`))).toContainEqual(first);
    expect(await all(q(`"${first!.title}"`))).toContainEqual(first);
    expect(await all(`${q('opened:<1d')}&updatedSince=2026-01-01T00:00:00Z`)).toEqual(everything);
    expect(await all('updatedSince=2999-01-01T00:00:00Z')).toEqual([]);
  });

  it('sorts as it is asked to, and says how many there are only where it is asked', async () => {
    const byRule = await all('sort=severity,-firstSeenAt');
    const everything = await all('');
    expect(byRule.map(({ severity }) => severity)).toEqual(everything.map(({ severity }) => severity).reverse());

    const counted = (await server.api.get('/findings?limit=1&count=exact')).body.page;
    expect(counted.total).toEqual({ value: everything.length, relation: 'eq' });
    expect((await server.api.get('/findings?limit=1')).body.page).not.toHaveProperty('total');
  });

  it('counts them by what they have in common, and puts them together', async () => {
    const everything = await all('');
    const facets = (await server.api.get(`/findings/facets?${q('severity:critical')}`)).body;
    const critical = everything.filter(({ severity }) => severity === 'critical');

    const sum = (counts: { count: number }[]) => counts.reduce((all, { count }) => all + count, 0);
    expect(sum(facets.severity)).toBe(everything.length);
    expect(sum(facets.rule)).toBe(critical.length);
    expect(facets.connection).toEqual([{ value: server.id, count: critical.length }]);
    const groups = (await server.api.all(`/findings/groups?by=rule&${q('severity:critical')}`, 2)) as {
      key: string;
      count: number;
    }[];
    expect(groups.map(({ key, count }) => [key, count]).sort()).toEqual(
      facets.rule.map(({ value, count }: { value: string; count: number }) => [value, count]).sort(),
    );
    const subjects = (await server.api.all('/findings/groups?by=subject', 50)) as { count: number; subject: unknown }[];
    expect(sum(subjects)).toBe(everything.length);
    expect(subjects.every(({ subject }) => subject !== null)).toBe(true);
  });

  it('puts them together by what the latest scan says to do, as far as a filter means them', async () => {
    interface Group {
      readonly title: string;
      readonly count: number;
    }
    const fixes = (await server.api.all(`/fixes?connectionId=${server.id}`, 50)) as {
      title: string;
      concerns: string[];
    }[];
    const byTitle = ({ title: a }: { title: string }, { title: b }: { title: string }) => (a < b ? -1 : 1);
    const counted = ({ title, count }: Group) => ({ title, count });

    const groups = (await server.api.all('/findings/groups?by=fix', 2)) as Group[];
    expect(groups.map(counted).sort(byTitle)).toEqual(
      fixes.map(({ title, concerns }) => ({ title, count: concerns.length })).sort(byTitle),
    );
    const critical = new Set((await all(q('severity:critical'))).map(({ id }) => id));
    const worst = (await server.api.all(`/findings/groups?by=fix&${q('severity:critical')}`, 50)) as Group[];
    expect(worst.map(counted).sort(byTitle)).toEqual(
      fixes
        .map(({ title, concerns }) => ({ title, count: concerns.filter((id) => critical.has(id)).length }))
        .filter(({ count }) => count > 0)
        .sort(byTitle),
    );
  });

  it('exports what a filter means, whole, in three formats', async () => {
    const severe = await all(q('severity:>=high'));
    const file = async (format: string) => server.api.get(`/findings/export?format=${format}&${q('severity:>=high')}`);

    const [csv, ocsf, json] = [await file('csv'), await file('ocsf'), await file('json')];
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="findings.csv"');
    const [head, ...lines] = csv.text.trimEnd().split('\r\n');
    expect(head).toMatch(/^id,connectionId,connection,rule,severity,/);
    const ids = new Set(severe.map(({ id }) => id));
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(ids);
    expect(lines).toHaveLength(ids.size);
    expect(new Set((json.body as Row[]).map(({ id }) => id))).toEqual(ids);
    const events = ocsf.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OcsfEvent);
    expect(new Set(events.map(({ finding_info: { uid } }) => uid))).toEqual(ids);
    for (const event of events) {
      expect(ocsfErrors(event)).toEqual([]);
      expect([event.activity_name, event.metadata.version]).toEqual(['Create', '1.8.0']);
    }
    expect(await file('xml')).toMatchObject({ status: 400, body: { code: 'request.invalid', field: 'format' } });
    expect((await server.api.get('/findings/export?format=json&q=score:>101')).body).toMatchObject({
      code: 'filter.value',
    });
    expect((await server.api.get(`/findings/export?format=json&${q('is:suppressed')}`)).body).toEqual([]);
  });

  it('measures how much there is to do, and how good each connection is', async () => {
    const everything = await all('');
    const { body } = await server.api.get(`/findings/metrics?days=30&connectionId=${server.id}`);

    const count = (severity: string) => everything.filter((one) => one.severity === severity).length;
    for (const backlog of body.backlog as { severity: string; count: number; byAge: number[] }[]) {
      expect([backlog.count, backlog.byAge]).toEqual([count(backlog.severity), [count(backlog.severity), 0, 0, 0, 0]]);
    }
    expect(body.scores).toEqual([
      expect.objectContaining({ connectionId: server.id, score: expect.any(Number), formula: expect.any(String) }),
    ]);
    expect(body).toMatchObject({ slaAttainment: null, suppressedShare: 0, reopenRate: null, resolve: { count: 0 } });
    expect((await server.api.get('/findings/metrics?days=0')).body).toMatchObject({
      code: 'request.invalid',
      field: 'days',
    });
  });

  it('changes many at once, as it was shown them, and says what became of each', async () => {
    const low = await all(q('severity:low status:open'));
    expect(low.length).toBeGreaterThan(0);
    const asked = { filter: 'severity:low status:open', expectedCount: low.length, action: 'acknowledge' };
    const refused = await server.api.post('/findings/bulk', { ...asked, expectedCount: low.length * 2 });
    expect([refused.status, refused.body.code]).toEqual([409, 'bulk_change.count_differs']);

    const begun = await server.api.post('/findings/bulk', asked);
    expect([begun.status, begun.headers['location']]).toEqual([202, `/api/v1/bulk-changes/${begun.body.id}`]);
    const path = `/bulk-changes/${begun.body.id}`;
    const change = await eventually(async () => {
      const { body } = await server.api.get(path);
      return body.finishedAt === null ? undefined : body;
    });
    expect([change.state, change.error]).toEqual(['completed', null]);
    expect(change.counts).toEqual({ succeeded: low.length, skipped: 0, failed: 0, pending: 0 });
    const items = (await server.api.all(`${path}/items?outcome=succeeded`, 3)) as { findingId: string }[];
    expect(new Set(items.map(({ findingId }) => findingId))).toEqual(new Set(low.map(({ id }) => id)));
    expect(await all(q('severity:low status:acknowledged'))).toHaveLength(low.length);
    const back = { ids: low.slice(0, 500).map(({ id }) => id), action: 'reopen' };
    expect((await server.api.post('/findings/bulk', back)).status).toBe(202);
    await eventually(async () => ((await all(q('status:acknowledged'))).length === 0 ? true : undefined));
    expect((await server.api.get(`/bulk-changes/${NOBODY}`)).body.code).toBe('bulk_change.not_found');
  });

  it.each([
    [{ action: 'acknowledge' }, 'bulk_change.incomplete', 'ids'],
    [{ action: 'acknowledge', ids: [NOBODY], filter: '' }, 'bulk_change.incomplete', 'ids'],
    [{ action: 'acknowledge', filter: 'is:present' }, 'bulk_change.incomplete', 'expectedCount'],
    [{ action: 'claim', ids: [NOBODY] }, 'bulk_change.incomplete', 'params.note'],
    [{ action: 'change', ids: [NOBODY] }, 'bulk_change.incomplete', 'params'],
    [{ action: 'acknowledge', filter: 'sevrity:low', expectedCount: 1 }, 'filter.field_unknown', 'filter'],
    [{ action: 'acknowledge', ids: Array.from({ length: 501 }, () => NOBODY) }, 'request.invalid', 'ids'],
    [{ action: 'delete', ids: [NOBODY] }, 'request.invalid', 'action'],
    [{ action: 'acknowledge', ids: [NOBODY], status: 'resolved' }, 'request.invalid', 'status'],
  ])('refuses to change many by %j: %s', async (body, code, field) => {
    const answer = await server.api.post('/findings/bulk', body);

    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, code, field]);
  });

  it.each([
    [q('sevrity:high'), 400, 'filter.field_unknown', 'q'],
    [q('severity:hgih'), 400, 'filter.value', 'q'],
    [q('"'), 400, 'filter.syntax', 'q'],
    [q(Array.from({ length: 500 }, (_, n) => `r${n}`).join(' ')), 400, 'filter.too_long', 'q'],
    ['sort=name', 400, 'sort.unknown', 'sort'],
    ['updatedSince=yesterday', 400, 'request.invalid', 'updatedSince'],
    ['count=all', 400, 'request.invalid', 'count'],
    [`connectionId=${NOBODY}`, 404, 'connection.not_found', 'id'],
  ])('refuses %s with %i %s', async (query, status, code, field) => {
    for (const path of ['', ...(/^(sort|count)/.test(query) ? [] : ['/facets', '/groups'])]) {
      const answer = await server.api.get(`/findings${path}?${query}`);
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
      expect(answer.body.remedy).toEqual(expect.any(String));
    }
  });

  it('takes what would be a statement for the words it is', async () => {
    for (const hostile of ["' or 1=1 --", '"; drop table finding; --', 'match (n) detach delete n', '%', '_', '\\']) {
      const quoted = `"${hostile.replace(/[\\"]/g, '\\$&')}"`;
      expect(await all(q(`-${quoted}`))).toEqual((await all('')).filter(({ title }) => !title.includes(hostile)));
    }
  });
}
