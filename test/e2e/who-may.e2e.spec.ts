import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Response } from 'supertest';
import { ChannelStore } from '@posture/alerts';
import { EvaluationStore } from '@posture/evaluations';
import { Exceptions, FindingReconciler, FindingStore } from '@posture/findings';
import { ApiKeyStore } from '@posture/operators';
import { CLOCK, RunStore, uuidv7 } from '@posture/platform';
import { Belonging, OF_NO_CONNECTION } from '../../apps/server/src/http/auth/belonging';
import { describeApi } from '../../apps/server/src/http/openapi/describe-api';
import { OTHER, describedRoutes } from '../support/described-routes';
import type { DescribedRoute } from '../support/described-routes';
import { candidate, judgement } from '../support/judgements';
import { PERSON } from '../support/operators';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const VIEWER = ['self:read', 'findings:read', 'inventory:read', 'runs:read', 'rules:read'];
const ANALYST = [...VIEWER, 'findings:triage', 'connections:read', 'channels:read', 'audit:read'];
const ADMIN = [
  ...ANALYST,
  ...['exceptions:approve', 'runs:write', 'rules:write', 'connections:write', 'channels:write'],
  ...['operators:read', 'operators:write', 'audit:read_all'],
];
/** Who may what, written down apart from the product. */
const MAY = { viewer: VIEWER, analyst: ANALYST, admin: ADMIN, owner: ADMIN } as const;
const ROLES = ['viewer', 'analyst', 'admin', 'owner'] as const;

/** What a connection has, by the noun that names it in a path. */
type Things = Readonly<Record<string, string>>;

describe('Who may ask', () => {
  const keyOf = new Map<string, string>();
  const secrets: string[] = [];
  let served: ServedApi;
  let routes: DescribedRoute[];
  let here: Things;
  let there: Things;

  beforeAll(async () => {
    served = await ServedApi.open(new SetClock('2026-11-30T12:00:00Z'));
    routes = describedRoutes(served.api.document);
    here = await planted('brightwater');
    there = await planted('harbor');
    for (const role of ROLES) {
      await keyFor(role, { role });
      await keyFor(`${role} here`, { role, connections: [here['connections']!] });
    }
    // Has tried nothing: what it names itself is in the log of what it did.
    await keyFor('lister here', { role: 'owner', connections: [here['connections']!] });
    await keyFor('reader of harbor', { role: 'viewer', connections: [there['connections']!] });
  });
  afterAll(() => served?.close());

  async function keyFor(name: string, wanted: { role: (typeof ROLES)[number]; connections?: string[] }) {
    keyOf.set(name, (await served.app.get(ApiKeyStore).create(PERSON, { name, ...wanted })).value.reveal());
  }

  /** A connection with one of everything that can belong to one. */
  async function planted(name: string): Promise<Things> {
    const { app } = served;
    const connectionId = await served.connect(name);
    const now = app.get(CLOCK).now();
    const scanId = uuidv7();
    const scan = { id: scanId, connectionId, syncId: uuidv7(), trigger: 'operator', profile: 'default', version: 1 };
    await app.get(EvaluationStore).begin({ ...scan, asOf: now, startedAt: now });
    const found = [candidate('rule-a', 'User:00u1', { title: `a title of ${name}` })];
    await app.get(FindingReconciler).reconcile(judgement(1, found, { connectionId, scanId }));
    const [finding] = await app.get(FindingStore).list({ connectionId }, 1);
    const run = async (kind: string) =>
      (await app.get(RunStore).enqueue({ kind, trigger: 'api', connectionId, input: {} })).id;
    const exception = await app.get(Exceptions).create(
      {
        scope: { type: 'finding', findingId: finding!.id },
        kind: 'risk_accepted',
        reason: `a reason of ${name}`,
        expiresAt: new Date('2027-02-01T00:00:00Z'),
      },
      { actor: PERSON.actor, approves: true },
    );
    const made = await app.get(ChannelStore).create({
      ...{ kind: 'webhook', format: 'native', settings: {}, credential: {} },
      name: `channel of ${name}`,
      url: new URL('https://siem.acme.example/in'),
      filter: { minSeverity: 'low', types: [], connectionIds: [connectionId] },
      includesEvidence: false,
    });
    secrets.push(made.secret!.reveal());
    return {
      connections: connectionId,
      findings: finding!.id,
      scans: scanId,
      runs: await run('evaluate'),
      syncs: await run('scan'),
      replays: await run('replay'),
      channels: made.channel.id,
      exceptions: exception.id,
    };
  }

  const ask = ({ method }: DescribedRoute, path: string, as: string | null, body?: object): Promise<Response> =>
    served.api.call(method, path, {
      key: as === null ? null : keyOf.get(as),
      body,
      headers: { 'if-match': '"v1"' },
    });
  const called = ({ method, template }: DescribedRoute) => `${method} ${template}`;
  const closed = () => routes.filter(({ permission }) => permission !== null);
  /** Routes of one thing that belongs to connections. */
  const ofThings = () => closed().filter(({ noun }) => noun !== null && there[noun] !== undefined);

  it('is said of every route: a permission of the table, or that it is open', () => {
    const open = routes.filter(({ permission }) => permission === null).map(called);

    expect(open.sort()).toEqual(expect.arrayContaining(['get /health', 'get /openapi.json']));
    for (const route of closed()) {
      expect([called(route), ADMIN.includes(route.permission!)]).toEqual([called(route), true]);
      expect(route.statuses).toEqual(expect.arrayContaining(['401', '403', '429']));
    }
  });

  it('must be said: a route that does not is not described, and so not served', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      forgotten(): string {
        return 'anybody may';
      }
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    const app = await NestFactory.create(ForgottenModule, new FastifyAdapter(), { logger: false, preview: true });

    expect(() => describeApi(app)).toThrow('The route get /forgotten says nothing of who may use it');
  });

  it('is nobody without a key', async () => {
    for (const route of closed()) {
      const { status, body, headers } = await ask(route, route.path(OTHER), null);
      const said = [called(route), status, body.code, headers['www-authenticate']];
      expect(said).toEqual([called(route), 401, 'api_key.invalid', 'Bearer']);
    }
  });

  it.each(ROLES)('A1, CON-20: is a %s where the role has the permission, and nowhere else', async (role) => {
    const wrong: string[] = [];
    for (const route of closed()) {
      const { status, body } = await ask(route, route.path(OTHER), role);
      const isRefused = status === 403 && body.code === 'api_key.not_allowed';
      const isMeantTo = !(MAY[role] as readonly string[]).includes(route.permission!);
      if (isRefused !== isMeantTo || status === 401) wrong.push(`${called(route)}: ${status} ${body.code}`);
      if (isRefused) {
        const having = ROLES.filter((each) => (MAY[each] as readonly string[]).includes(route.permission!));
        expect(body.detail).toContain(`${route.permission}, which ${having.join(', ')} have`);
        expect(body.remedy).toContain(having.join(' or '));
      }
    }
    expect(wrong).toEqual([]);
  });

  describe('with a key that sees one connection', () => {
    it('A1: finds nothing of another, whatever the route: it answers as where there is none', async () => {
      const wrong: string[] = [];
      for (const route of ofThings()) {
        const [foreign, none] = [there[route.noun!]!, OTHER].map((id) => [id, route.path(id)] as const);
        const [answer, like] = [await ask(route, foreign![1], 'owner here'), await ask(route, none![1], 'owner here')];
        const same = text(answer, foreign![0]) === text(like, none![0]);
        if (answer.status !== 404 || !same) wrong.push(`${called(route)}: ${answer.status} ${answer.text}`);
      }
      expect(wrong).toEqual([]);
      expect(ofThings().length).toBeGreaterThan(40);
    });

    it('may name no other in a query or a body', async () => {
      for (const route of closed().filter(({ takesConnection }) => takesConnection)) {
        const foreign = route.path(here[route.noun ?? ''] ?? OTHER, { connectionId: there['connections']! });
        const { status, body } = await ask(route, foreign, 'owner here');
        expect([called(route), status, body.code]).toEqual([called(route), 404, 'connection.not_found']);
      }
      const bodies = [
        { connectionIds: [here['connections'], there['connections']] },
        { connectionId: there['connections'] },
      ];
      for (const route of closed().filter(({ changes, noun }) => changes && noun === null)) {
        for (const body of bodies) {
          const answer = await ask(route, route.path(OTHER), 'owner here', body);
          expect([403, 404]).toContain(answer.status);
          expect(['api_key.scoped', 'connection.not_found']).toContain(answer.body.code);
        }
      }
    });

    it('has of its own what there is', async () => {
      for (const route of ofThings().filter(({ changes, streams }) => !changes && !streams)) {
        const { status, body } = await ask(route, route.path(here[route.noun!]!), 'viewer here');
        if (status === 403) continue;
        expect([called(route), body.code]).not.toEqual([called(route), `${route.noun!.slice(0, -1)}.not_found`]);
      }
      for (const noun of ['findings', 'runs', 'syncs', 'replays', 'connections', 'channels']) {
        const { status } = await served.api.get(`/${noun}/${here[noun]}`, { key: keyOf.get('owner here') });
        expect([noun, status]).toEqual([noun, 200]);
      }
    });

    it('has lists that leave out the other, before they are cut to pages', async () => {
      const lists = closed().filter(({ changes, noun }) => !changes && noun === null);
      const foreign = [...Object.values(there), 'harbor'];
      const withForeign: string[] = [];
      for (const route of lists) {
        const query = route.takesConnection ? {} : undefined;
        const all = await ask(route, route.path(OTHER, query), 'owner');
        const seen = await ask(route, route.path(OTHER, query), 'lister here');
        if (foreign.some((each) => all.text.includes(each))) withForeign.push(route.template);
        expect(foreign.filter((each) => seen.text.includes(each)).map((each) => `${called(route)}: ${each}`)).toEqual(
          [],
        );
      }
      expect(withForeign).toEqual(
        expect.arrayContaining(['/connections', '/findings', '/runs', '/channels', '/api-keys']),
      );
      for (const list of ['/findings', '/runs', '/channels', '/connections']) {
        const one = await served.api.get(`${list}?limit=1`, { key: keyOf.get('owner here') });
        expect(one.body.data).toHaveLength(1);
      }
    });

    it('makes channels that are told of nothing else', async () => {
      const key = keyOf.get('admin here');
      const wanted = { name: 'mine', url: 'https://siem.acme.example/mine' };
      const { channel } = (await served.api.post('/channels', wanted, { key })).body;
      expect(channel.connectionIds).toEqual([here['connections']]);

      const headers = { 'if-match': '"v1"' };
      const changed = await served.api.call('patch', `/channels/${channel.id}`, {
        key,
        headers,
        body: { connectionIds: [] },
      });
      expect(changed.body.connectionIds).toEqual([here['connections']]);
    });

    it('connects none', async () => {
      const { status, body } = await served.api.post('/connections', {}, { key: keyOf.get('owner here') });
      expect([status, body.code]).toEqual([403, 'api_key.scoped']);
    });
  });

  it('is decided for every noun: what its things belong to, or that they belong to nothing', () => {
    const decided = [...served.app.get(Belonging).nouns, ...OF_NO_CONNECTION];
    const nouns = new Set(routes.flatMap(({ noun }) => noun ?? []));

    expect([...nouns].filter((noun) => !decided.includes(noun as never))).toEqual([]);
    const { nouns: kept } = served.app.get(Belonging);
    // Bulk changes are not planted here.
    expect([...Object.keys(there), 'bulk-changes'].sort()).toEqual([...kept].sort());
  });

  it('A2: sends no field that is not asked for', async () => {
    const forged = { tenantId: '00o1', createdBy: 'somebody', version: 7 };
    const wrong: string[] = [];
    for (const route of closed().filter(({ takesBody }) => takesBody)) {
      const { status, body } = await ask(route, route.path(OTHER), 'owner', forged);
      if (status !== 400 || body.code !== 'request.invalid') wrong.push(`${called(route)}: ${status} ${body.code}`);
    }
    expect(wrong).toEqual([]);
  });

  it('A3: is shown no secret by any route', () => {
    for (const secret of [...secrets, ...keyOf.values()]) {
      expect(served.api.answers.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});

/** An answer but for what names the request and the thing. */
function text({ body }: Response, id: string): string {
  return JSON.stringify({ ...body, instance: '' }).replaceAll(id, 'ID');
}
