import { NOBODY } from './server.answers';
import type { ScannedServer } from './server.answers';

/** What the API answers about the objects of a tenant, the ways between them, and what a scan said of them. */
export function itTellsOfTheTenant(server: ScannedServer): void {
  const of = (path: string) => `/connections/${server.id}/${path}`;
  const all = (path: string) => server.api.all(path, 200);
  const latest = async () => (await server.api.get(`/scans?connectionId=${server.id}`)).body.data[0] as ScanRow;

  it.each(['users', 'groups', 'apps', 'credentials'])('lists %s as they are and as they were', async (list) => {
    const rows = (await all(of(list))) as Row[];
    const { asOf } = await latest();

    expect(rows.length).toBeGreaterThan(2);
    expect(await server.api.all(of(list), 3)).toEqual(rows);
    expect(((await all(of(`${list}?asOf=${asOf}`))) as Row[]).map(({ key }) => key)).toEqual(
      rows.map(({ key }) => key),
    );
    // The last sync did not ask for the secrets of clients.
    const unread = ((await server.api.get(of(list))).body.notAssessed as { resource: string }[]).map(
      ({ resource }) => resource,
    );
    expect(unread).toEqual(list === 'credentials' ? ['client-secrets'] : []);
    const scans = (await all(`/scans?connectionId=${server.id}`)) as ScanRow[];
    const before = new Date(Date.parse(scans.at(-1)!.asOf) - 86_400_000).toISOString();
    const { status, body } = await server.api.get(of(`${list}?asOf=${before}`));
    expect([status, body.code]).toEqual([404, 'inventory.version_not_found']);
  });

  it('tells of a group who is in it', async () => {
    const users = (await all(of('users'))) as Row[];
    let largest = 0;
    for (const { key, externalId, name } of (await all(of('groups'))) as Row[]) {
      const path = of(`groups/${externalId}`);
      const { body } = await server.api.get(path);
      const members = (await all(`${path}/members`)) as Row[];
      expect([body.key, body.memberCount]).toEqual([key, members.length]);
      expect(users).toEqual(expect.arrayContaining(members));
      largest = Math.max(largest, members.length);
      if (name !== 'Everyone') expect(body.notAssessed).toEqual([]);
    }
    expect(largest).toBeGreaterThan(3);
  });

  it('does not call a group empty whose members nobody listed', async () => {
    const [everyone] = (await all(of('groups?q=EVERYONE'))) as Row[];
    const { data, notAssessed } = (await server.api.get(of(`groups/${everyone!.externalId}/members`))).body;

    expect(data).toEqual([]);
    expect(notAssessed).toEqual([
      { resource: 'group-members', reason: expect.stringContaining('by definition'), missing: null },
    ]);
  });

  it('tells of an app who reaches it and how, as the named query does', async () => {
    const asked = (await all(of('apps'))) as Row[];
    for (const { key, externalId, tier } of asked.slice(0, 5)) {
      const path = of(`apps/${externalId}`);
      expect((await server.api.get(path)).body).toMatchObject({ key, tier, tierReason: expect.any(String) });
      const rows = (await all(`${path}/access`)) as { principal: Row; path: Edge[] }[];
      const named = (await all(of(`graph/queries/whoCanReach?key=${key}`))) as GraphRow[];
      expect(rows.map(({ principal }) => principal)).toEqual(named.map(({ node }) => node));
      for (const each of rows) expect(endsOf(each.path)).toEqual([each.principal.key, key]);
    }
  });

  it('tells of credentials whose they are, how old, when last used and when they end, and no value', async () => {
    const rows = (await all(of('credentials'))) as CredentialRow[];
    const kinds = new Set(rows.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['ApiToken', 'ClientSecret', 'Jwk', 'SigningKey']);
    expect(await all(of('credentials?kind=Jwk,ApiToken'))).toEqual(
      rows.filter(({ kind }) => kind === 'Jwk' || kind === 'ApiToken'),
    );
    const token = rows.find(({ kind, owners }) => kind === 'ApiToken' && owners.length > 0)!;
    const owner = token.owners[0]!.key;
    expect(await all(of(`credentials?owner=${owner}`))).toEqual(
      rows.filter(({ owners }) => owners.some(({ key }) => key === owner)),
    );
    expect([token.age, token.untilExpiry]).toEqual(Array(2).fill({ days: expect.any(Number), certainty: 'known' }));
    const unused = rows.filter(({ kind }) => kind === 'SigningKey').map(({ sinceLastUse }) => sinceLastUse);
    expect(unused).toEqual(unused.map(() => ({ days: null, certainty: 'unknown' })));
    expect((await server.api.get(of(`credentials/${token.key}`))).body).toMatchObject({
      key: token.key,
      owners: token.owners,
    });
  });

  it('finds what falls with somebody, who reaches something, the way between two, and the shortest to control', async () => {
    const admin = ((await all(of('users'))) as Row[]).find(({ tier }) => tier === 'T0')!;
    const { asOf } = await latest();
    const from = (await all(of(`paths?from=${admin.key}`))) as PathRow[];
    const named = (await all(of(`graph/queries/blastRadius?key=${admin.key}`))) as GraphRow[];
    expect(from.map(({ to }) => to)).toEqual(named.map(({ node }) => node));
    expect(await all(of(`paths?from=${admin.key}&asOf=${asOf}`))).toEqual(from);
    for (const each of from) expect(endsOf(each.path)).toEqual([admin.key, each.to.key]);

    const org = from.find(({ to }) => to.kind === 'Org')!;
    expect(await all(of(`paths?from=${admin.key}&to=${org.to.key}`))).toEqual([org]);
    const to = (await all(of(`paths?to=${org.to.key}`))) as PathRow[];
    expect(to.map((each) => each.from.key)).toContain(admin.key);
    expect((await server.api.get(of(`paths/shortest?from=${admin.key}`))).body).toEqual({
      shortest: org,
      notAssessed: [expect.objectContaining({ resource: 'client-secrets', reason: expect.any(String) })],
    });
  });

  it('refuses ends that name nothing, or nothing a path has there', async () => {
    const wrong: [string, number, string, string][] = [
      ['paths', 400, 'path.ends_missing', 'from'],
      ['paths?from=00u1', 400, 'node.key_invalid', 'from'],
      ['paths?from=Policy:1', 400, 'path.end_unsuitable', 'from'],
      ['paths?to=User:1', 400, 'path.end_unsuitable', 'to'],
      ['paths?from=User:nobody', 404, 'node.not_found', 'from'],
      ['paths/shortest?from=User:nobody', 404, 'node.not_found', 'from'],
      ['paths?from=User:nobody&asOf=yesterday', 400, 'request.invalid', 'asOf'],
      ['users?asOf=0.5', 400, 'request.invalid', 'asOf'],
      ['groups/00gNothing', 404, 'group.not_found', 'id'],
      ['groups/00gNothing/members', 404, 'group.not_found', 'id'],
      ['apps/0oaNothing', 404, 'app.not_found', 'id'],
      ['apps/0oaNothing/access', 404, 'app.not_found', 'id'],
      ['credentials/User:00u1', 404, 'credential.not_found', 'key'],
      ['credentials?kind=Password', 400, 'request.invalid', 'kind'],
      ['credentials?owner=User:nobody', 404, 'node.not_found', 'owner'],
      ['coverage?resource=nothing', 400, 'coverage.resource_unknown', 'resource'],
      ['coverage?state=good', 400, 'request.invalid', 'state'],
      ['rules/results?verdict=good', 400, 'request.invalid', 'verdict'],
    ];
    for (const [path, ...said] of wrong) {
      const { status, body } = await server.api.get(of(path));
      expect([path, status, body.code, body.field]).toEqual([path, ...said]);
    }
    for (const list of ['groups', 'apps', 'credentials', 'paths?to=App:1', 'coverage', 'rules/results']) {
      const { status, body } = await server.api.get(`/connections/${NOBODY}/${list}`);
      expect([list, status, body.code]).toEqual([list, 404, 'connection.not_found']);
    }
  });

  it('gives what a scan said part by part', async () => {
    const { id, summary } = await latest();
    const results = (await all(`/scans/${id}/results`)) as ResultRow[];
    expect(await all(of('rules/results'))).toEqual(results);
    for (const verdict of ['match', 'clear'] as const) {
      const meant = (await all(`/scans/${id}/results?verdict=${verdict}`)) as ResultRow[];
      expect([meant.length, meant]).toEqual([
        summary.rules[verdict],
        results.filter((each) => each.verdict === verdict),
      ]);
    }
    expect(await all(`/scans/${id}/coverage`)).toEqual(await all(`/coverage?connectionId=${server.id}`));
    const fixes = (await all(`/scans/${id}/fixes`)) as { rank: number; concerns: string[] }[];
    expect(fixes).toEqual(await all(`/fixes?connectionId=${server.id}`));
    for (const { rank, concerns } of fixes.slice(0, 3)) {
      const findings = (await all(`/scans/${id}/fixes/${rank}/findings`)) as { id: string }[];
      expect(findings.map((finding) => finding.id)).toEqual(concerns);
    }
    for (const rank of ['0', '1000000', 'first']) {
      const { status, body } = await server.api.get(`/scans/${id}/fixes/${rank}/findings`);
      expect([status, body.code]).toEqual([404, 'fix.not_found']);
    }
  });

  it('tells how well each list was read, down to those of single objects', async () => {
    const lists = (await all(of('coverage'))) as { resource: string; state: string; parent: Row | null }[];
    const members = (await all(of('coverage?resource=group-members'))) as typeof lists;
    expect(members).toEqual(lists.filter(({ resource }) => resource === 'group-members'));
    expect(members.map(({ parent }) => parent?.kind)).toContain('Group');
    expect(await all(of('coverage?state=partial,not_read'))).toEqual(
      lists.filter(({ state }) => state === 'partial' || state === 'not_read'),
    );
  });

  it('shows the report and the controls as pages that load nothing', async () => {
    for (const report of ['posture', 'compliance']) {
      const query = `connectionId=${server.id}${report === 'posture' ? '' : '&framework=stig'}`;
      const { text, headers } = await server.api.get(`/reports/${report}?${query}`);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
      );
      expect(text).toMatch(/^<!doctype html>/);
      expect(text).not.toMatch(/<(script|link|img|iframe)\b/);
    }
    const table = await server.api.get(`/reports/compliance?connectionId=${server.id}&framework=nhi&format=csv`);
    expect(table.headers['content-disposition']).toBe('attachment; filename="nhi.csv"');
    expect(table.text.split('\n').length).toBeGreaterThan(5);
    const unknown = await server.api.get(`/reports/posture?connectionId=${NOBODY}`);
    expect([unknown.status, unknown.type]).toEqual([404, 'application/problem+json']);
    for (const wrong of ['framework=pci', 'framework=nhi&format=pdf', 'format=csv'])
      expect((await server.api.get(`/reports/compliance?connectionId=${server.id}&${wrong}`)).status).toBe(400);
  });
}

function endsOf(path: readonly Edge[]): [string, string] {
  return [path[0]!.from.key, path.at(-1)!.to.key];
}

interface Row {
  readonly kind: string;
  readonly key: string;
  readonly externalId: string;
  readonly name: string | null;
  readonly tier: string;
}

interface CredentialRow extends Row {
  readonly owners: readonly Row[];
  readonly age: object;
  readonly sinceLastUse: object;
  readonly untilExpiry: object;
}

interface Edge {
  readonly from: { readonly key: string };
  readonly to: { readonly key: string };
}

interface PathRow {
  readonly from: Row;
  readonly to: Row;
  readonly path: readonly Edge[];
}

interface GraphRow {
  readonly node: Row;
}

interface ScanRow {
  readonly id: string;
  readonly asOf: string;
  readonly summary: { readonly rules: Readonly<Record<string, number>> };
}

interface ResultRow {
  readonly verdict: string;
}
