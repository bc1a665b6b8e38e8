import type { TestApi } from '../support/api';
import { itLooksThroughFindings } from './findings.answers';
import { itTellsOfTheTenant } from './inventory.answers';
import { itKeepsViews } from './views.answers';

/** Nobody's id. */
export const NOBODY = '00000000-0000-7000-8000-000000000000';

/** A server that has scanned an org. */
export interface ScannedServer {
  readonly api: TestApi;
  /** Of the connection. */
  readonly id: string;
  /** Whether it has a Neo4j to ask. */
  readonly hasNeo4j?: boolean;
}

/** What the API answers about an org that was scanned. */
export function itAnswers(server: ScannedServer): void {
  itLooksThroughFindings(server);
  itKeepsViews(server);
  itTellsOfRules(server);
  itTellsOfTheTenant(server);

  it('pages every list to the same rows, in order, without doubles', async () => {
    const finding = (await server.api.get('/findings?severity=medium,low')).body.data.find(
      ({ count }: { count: number }) => count > 3,
    );
    const user = await someAdmin();
    const scans = (await server.api.get(`/scans?connectionId=${server.id}`)).body.data as { id: string }[];
    const lists = [
      '/findings',
      `/findings?severity=high,critical&connectionId=${server.id}`,
      `/findings/${finding.id}/members`,
      `/findings/${finding.id}/history`,
      `/connections/${server.id}/users`,
      `/connections/${server.id}/users/${user.externalId}/access`,
      '/rules',
      '/connections',
      `/scans?connectionId=${server.id}`,
      `/runs/${scans.at(-1)!.id}/changes`,
      `/rules/${finding.rule}/results`,
      `/fixes?connectionId=${server.id}`,
      `/coverage?connectionId=${server.id}`,
      `/trend?connectionId=${server.id}`,
    ];
    for (const list of lists) {
      const whole = await allOf(list, 200);
      const bits = await allOf(list, 3);
      expect(whole.length).toBeGreaterThan(0);
      expect(bits).toEqual(whole);
      expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(whole.length);
    }
  });

  it('gives what the latest scan said as one document', async () => {
    const [scan] = (await server.api.get(`/scans?connectionId=${server.id}`)).body.data;
    const { body } = await server.api.get(`/scans/${scan.id}`);
    expect([body.schema, body.sync.version, body.summary]).toEqual(['posture.scan/1', scan.version, scan.summary]);
    const ranked = body.fixes.map((fix: object, at: number) => ({ ...fix, scanId: scan.id, rank: at + 1 }));
    expect(ranked).toEqual(await allOf(`/fixes?connectionId=${server.id}`, 50));
    expect(body.findings.map((finding: { id: string }) => finding.id)).toEqual(
      ((await allOf('/findings', 200)) as FindingRow[]).map((finding) => finding.id),
    );
  });

  it('tells what became different between two instants, and refuses instants nobody knows', async () => {
    const scans = (await server.api.get(`/scans?connectionId=${server.id}`)).body.data as {
      asOf: string;
      startedAt: string;
    }[];
    const [newest, oldest] = [scans[0]!, scans.at(-1)!];
    const drift = `/connections/${server.id}/drift`;
    const between = `from=${oldest.asOf}&to=${newest.asOf}`;
    const { body } = await server.api.get(`${drift}?${between}`);
    expect([body.from.instant, body.to.instant]).toEqual([oldest.asOf, newest.asOf]);
    expect([body.rebased, body.nodes, body.edges]).toEqual([false, {}, {}]);
    for (const part of ['nodes', 'edges']) expect(await allOf(`${drift}/${part}?${between}`, 5)).toEqual([]);

    const reversed = await server.api.get(`${drift}?from=${newest.asOf}&to=${oldest.asOf}`);
    expect([reversed.status, reversed.body.code]).toEqual([400, 'inventory.versions_reversed']);
    const unknown = await server.api.get(`${drift}?from=${oldest.startedAt}&to=${newest.asOf}`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'inventory.version_not_found']);
  });

  it('answers the named queries, now and as of an instant', async () => {
    const admin = await someAdmin();
    const [scan] = (await server.api.get(`/scans?connectionId=${server.id}`)).body.data;
    const named = (await allOf('/graph/queries', 2)) as { name: string; starts: string[]; ends: string[] }[];
    expect(named.map(({ name }) => name)).toContain('blastRadius');
    for (const { name, ends } of named.filter(({ starts }) => starts.includes('User'))) {
      const asked = `/connections/${server.id}/graph/queries/${name}?key=${admin.key}`;
      const rows = (await allOf(asked, 200)) as GraphRow[];
      expect(rows.length).toBeGreaterThan(0);
      for (const { node, path } of rows) {
        expect(ends).toContain(node.kind);
        expect([path[0]!.from, path.at(-1)!.to]).toEqual([admin.key, node.key]);
      }
      expect(await allOf(`${asked}&asOf=${scan.asOf}`, 7)).toEqual(rows);
    }
  });

  it('orders findings worst first and filters them', async () => {
    const ranks = ['informational', 'low', 'medium', 'high', 'critical'];
    const all = (await allOf('/findings', 200)) as FindingRow[];
    const order = all.map(({ severity, score }) => ranks.indexOf(severity) * 1000 + score);
    expect(order).toEqual([...order].sort((a, b) => b - a));

    const rule = 'okta-superadmin-service-account';
    const ofRule = (await allOf(`/findings?rule=${rule}`, 50)) as FindingRow[];
    expect(ofRule).toEqual(all.filter((finding) => finding.rule === rule));
    expect(ofRule.length).toBeGreaterThan(0);
    const subject = ofRule[0]!.subject.key;
    expect(await allOf(`/findings?subject=${subject}`, 50)).toEqual(all.filter((one) => one.subject.key === subject));
    expect(await allOf('/findings?leading=true', 50)).toEqual(all.filter((one) => one.supersededBy === null));
    expect(await allOf('/findings?status=suppressed,resolved', 50)).toEqual([]);
    const unknown = await server.api.get(`/findings?connectionId=${NOBODY}`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'connection.not_found']);
  });

  it('gives a finding with its evidence, score and history', async () => {
    const [first] = (await allOf('/findings?severity=critical', 5)) as FindingRow[];
    const { body } = await server.api.get(`/findings/${first!.id}`);
    expect(body).toEqual(expect.objectContaining(first!));
    expect(body.evidence.facts.length + body.evidence.path.length).toBeGreaterThan(0);
    expect(body.scoreTerms.length).toBeGreaterThan(0);
    expect((await allOf(`/findings/${first!.id}/history`, 5))[0]).toEqual(
      expect.objectContaining({ sequence: 1, type: 'opened' }),
    );
  });

  it('finds users by the start of their login, and tells what they reach and how', async () => {
    const admin = await someAdmin();
    const found = await allOf(`/connections/${server.id}/users?q=${admin.name.slice(0, 8).toUpperCase()}`, 50);
    expect(found).toContainEqual(admin);
    const { body } = await server.api.get(`/connections/${server.id}/users/${admin.externalId}`);
    expect([body.key, body.tier, typeof body.tierReason]).toEqual([admin.key, admin.tier, 'string']);

    const access = (await allOf(`/connections/${server.id}/users/${admin.externalId}/access`, 200)) as AccessRow[];
    for (const { target, path } of access) {
      expect(path[0]!.from.key).toBe(admin.key);
      expect(path.at(-1)!.to).toEqual(target);
      path.slice(1).forEach(({ from }, at) => expect(from).toEqual(path[at]!.to));
    }
    expect(access.map(({ target }) => target.kind)).toEqual(expect.arrayContaining(['Role', 'Group']));
  });

  it('explains a rule', async () => {
    const { body } = await server.api.get('/rules/okta-superadmin-service-account');
    expect(body).toEqual(expect.objectContaining({ subject: 'User', severity: 'critical', report: 'each' }));
    expect(body.condition.length).toBeGreaterThan(0);
  });

  it('refuses cursors that were changed, made elsewhere or for other filters', async () => {
    const cursor = (await server.api.get('/findings?limit=1&severity=high')).body.page.nextCursor as string;
    const middle = Math.floor(cursor.length / 2);
    const changed = `${cursor.slice(0, middle)}${cursor[middle] === 'A' ? 'B' : 'A'}${cursor.slice(middle + 1)}`;
    const refused = [
      `/findings?severity=high&cursor=${changed}`,
      `/findings?severity=low&cursor=${cursor}`,
      `/rules?cursor=${cursor}`,
      `/findings?severity=high&cursor=${Buffer.from('{"id":1}').toString('base64url')}`,
      `/findings?severity=high&cursor=`,
    ];
    for (const path of refused) {
      const { status, body } = await server.api.get(path);
      expect([status, body.code, body.field, typeof body.remedy]).toEqual([400, 'cursor.invalid', 'cursor', 'string']);
    }
    expect((await server.api.get(`/findings?severity=high&limit=2&cursor=${cursor}`)).status).toBe(200);
  });

  it('refuses queries it does not know, naming the key', async () => {
    const wrong: [string, string][] = [
      ['/findings?sverity=high', 'sverity'],
      ['/findings?severity=urgent', 'severity'],
      ['/findings?status=open,gone', 'status'],
      ['/findings?limit=0', 'limit'],
      ['/findings?limit=201', 'limit'],
      ['/findings?limit=ten', 'limit'],
      ['/findings?leading=perhaps', 'leading'],
      ['/findings?connectionId=1', 'connectionId'],
      ['/findings?cursor=a&cursor=b', 'cursor'],
      ['/connections?name=x', 'name'],
      [`/connections/${server.id}?expand=all`, 'expand'],
      [`/connections/${server.id}/users?login=a`, 'login'],
      [`/connections/${server.id}/syncs?state=running`, 'state'],
      ['/rules?severity=high', 'severity'],
      ['/scans', 'connectionId'],
      [`/connections/${server.id}/drift?from=yesterday`, 'from'],
      [`/connections/${server.id}/graph/queries/blastRadius`, 'key'],
      [`/connections/${server.id}/graph/queries/blastRadius?key=Group`, 'key'],
      [`/connections/${server.id}/graph/queries/effectiveAccess?key=Group:x`, 'key'],
      ...(server.hasNeo4j === true ? [] : [withoutNeo4j(server.id)]),
      ['/fixes?connectionId=x', 'connectionId'],
      [`/trend?connectionId=${NOBODY}&profile=lenient`, 'profile'],
      ['/health?deep=1', 'deep'],
    ];
    for (const [path, field] of wrong) {
      const { status, body } = await server.api.get(path);
      expect([path, status, body.field, typeof body.remedy]).toEqual([path, 400, field, 'string']);
    }
    const { detail } = (await server.api.get('/connections?name=x')).body;
    expect(detail).toBe('name is not known here; known are cursor, limit, removed.');
  });

  it('says what is not there', async () => {
    const gone: [string, string][] = [
      [`/connections/${NOBODY}`, 'connection.not_found'],
      ['/connections/x', 'connection.not_found'],
      [`/connections/${NOBODY}/users`, 'connection.not_found'],
      [`/connections/${NOBODY}/syncs`, 'connection.not_found'],
      [`/connections/${server.id}/users/00uNobody`, 'user.not_found'],
      [`/syncs/${NOBODY}`, 'sync.not_found'],
      ['/syncs/x', 'sync.not_found'],
      [`/findings/${NOBODY}`, 'finding.not_found'],
      [`/findings/${NOBODY}/members`, 'finding.not_found'],
      ['/rules/okta-nothing', 'rule.unknown'],
      ['/rules/okta-nothing/results', 'rule.unknown'],
      [`/scans/${NOBODY}`, 'scan.not_found'],
      ['/scans/x', 'scan.not_found'],
      [`/runs/${NOBODY}/changes`, 'run.not_found'],
      [`/connections/${server.id}/graph/queries/nothing?key=User:x`, 'query.unknown'],
      [`/connections/${server.id}/graph/queries/blastRadius?key=User:x`, 'node.not_found'],
      ...['scans', 'fixes', 'coverage', 'trend'].map((list): [string, string] => [
        `/${list}?connectionId=${NOBODY}`,
        'connection.not_found',
      ]),
      ['/nothing', 'route.not_found'],
    ];
    for (const [path, code] of gone) {
      const { status, body } = await server.api.get(path);
      expect([path, status, body.code]).toEqual([path, 404, code]);
    }
    const malformed = await server.api.get('/findings/x');
    expect([malformed.status, malformed.body.field]).toEqual([400, 'id']);
  });

  const allOf = (path: string, limit: number) => server.api.all(path, limit);

  async function someAdmin(): Promise<UserRow> {
    const users = (await allOf(`/connections/${server.id}/users`, 200)) as UserRow[];
    return users.find(({ tier }) => tier === 'T0')!;
  }
}

function withoutNeo4j(id: string): [string, string] {
  return [`/connections/${id}/graph/queries/blastRadius?key=User:x&source=neo4j`, 'POSTURE_NEO4J_URL'];
}

/** What `rule-settings-api.e2e.spec.ts` looks at closely. */
function itTellsOfRules(server: ScannedServer): void {
  it('tells how rules are tuned, what a change would do, why one matches, and what that means to controls', async () => {
    const { api, id } = server;
    const rules = `/connections/${id}/rules`;
    const [finding] = (await api.get('/findings?severity=critical,high&limit=1')).body.data as FindingRow[];
    const low = { rules: { [finding!.rule]: { severity: 'low' } } };
    const { headers } = await api.get(`${rules}/settings`);
    expect((await api.post(`${rules}/preview`, low)).body).toMatchObject({ more: 0, fewer: 0 });
    const change = { body: {}, headers: { 'if-match': String(headers['etag']) } };
    expect((await api.call('patch', `${rules}/settings`, change)).status).toBe(200);
    expect(await api.all(`${rules}/settings/history`, 10)).toHaveLength(1);
    const explained = await api.get(
      `${rules}/${finding!.rule}/explain?subject=${encodeURIComponent(finding!.subject.key)}`,
    );
    expect(explained.body.verdict).toMatch(/match|not_applicable/);
    expect((await api.get(`/connections/${id}/compliance/nhi`)).body.controls.length).toBeGreaterThan(5);
    expect((await api.get('/rules/status')).body.own.state).toBe('none');
  });
}

interface UserRow {
  readonly key: string;
  readonly externalId: string;
  readonly name: string;
  readonly tier: string;
}

interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly score: number;
  readonly supersededBy: string | null;
  readonly subject: { readonly key: string };
}

interface GraphRow {
  readonly node: { readonly kind: string; readonly key: string };
  readonly path: readonly { readonly from: string; readonly to: string }[];
}

interface AccessRow {
  readonly target: { readonly kind: string };
  readonly path: readonly { readonly from: { readonly key: string }; readonly to: object }[];
}
