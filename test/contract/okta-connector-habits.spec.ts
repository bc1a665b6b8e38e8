import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kindOfKey } from '@posture/domain';
import type { NodeKey } from '@posture/domain';
import { normaliseOktaDomain } from '@posture/connectors';
import { Secret, systemClock } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { probe } from '../../libs/connectors/src/okta/probe/probe';
import { MemorySink } from './okta-connector.memory-sink';

/** Path, with `?type=` where one is asked → body of a 200, or the status and Okta error code of a refusal. */
type Answers = Record<string, unknown>;

const refused = (status: number, errorCode: string) => ({ refused: { status, errorCode } });

/** The least an org answers; every other path is unknown to it. */
const ORG: Answers = {
  '/.well-known/okta-organization': { id: '00o1', pipeline: 'idx' },
  '/api/v1/org': { id: '00o1', subdomain: 'acme', status: 'ACTIVE' },
  '/api/v1/users': [
    { id: '00uAda', status: 'ACTIVE', profile: { login: 'ada@acme.test' } },
    { id: '00uBob', status: 'ACTIVE', profile: { login: 'bob@acme.test' } },
  ],
  '/api/v1/groups': [
    { id: '00gAll', type: 'BUILT_IN', profile: { name: 'Everyone' } },
    { id: '00gOps', type: 'OKTA_GROUP', profile: { name: 'Ops' }, _embedded: { stats: { hasAdminPrivilege: false } } },
    { id: '00gNew', type: 'OKTA_GROUP', profile: { name: 'New' } },
  ],
  '/api/v1/groups/00gOps/users': [],
  '/api/v1/groups/00gNew/users': [],
  '/api/v1/groups/00gOps/roles': [],
  '/api/v1/groups/00gNew/roles': [],
  '/api/v1/apps': [],
  '/api/v1/iam/assignees/users': { value: [] },
  '/api/v1/iam/roles': { roles: [] },
  '/api/v1/iam/resource-sets': { 'resource-sets': [] },
};

const BOUND: Answers = {
  '/api/v1/iam/roles': { roles: [{ id: 'cr1', label: 'Fixer' }] },
  '/api/v1/iam/roles/cr1/permissions': { permissions: [{ label: 'okta.users.manage' }] },
  '/api/v1/iam/resource-sets': { 'resource-sets': [{ id: 'iam1', label: 'Everybody' }] },
  '/api/v1/iam/resource-sets/iam1/resources': { resources: [{ id: 'ire1', orn: 'orn:okta:directory:00o1:users' }] },
  '/api/v1/iam/resource-sets/iam1/bindings': { roles: [{ id: 'cr1' }] },
  '/api/v1/iam/resource-sets/iam1/bindings/cr1/members': {
    members: [
      { id: 'irbUser', _links: { self: { href: 'https://acme-admin.okta.test/api/v1/users/00uBob' } } },
      { id: 'irbGroup', _links: { self: { href: 'https://acme-admin.okta.test/api/v1/groups/00gOps' } } },
    ],
  },
  '/api/v1/users/00uBob/roles': [],
};

const opened: { readonly server: Server; readonly client: OktaClient }[] = [];

afterEach(async () => {
  for (const { server, client } of opened.splice(0)) {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function start(answers: Answers): Promise<{ client: OktaClient; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://acme.test');
    asked.push(path);
    const known = { ...ORG, ...answers };
    const body = known[`${path}?type=${searchParams.get('type')}`] ?? known[path] ?? refused(404, 'E0000008');
    const { status, errorCode } = (body as Partial<ReturnType<typeof refused>>).refused ?? { status: 200 };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? body : { errorCode }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new OktaClient({
    domain: normaliseOktaDomain(`http://127.0.0.1:${port}`, { allowLoopback: true }),
    credential: { kind: 'api_token', token: new Secret('00token') },
    clock: systemClock,
  });
  opened.push({ server, client });
  return { client, asked };
}

async function read(answers: Answers): Promise<{ sink: MemorySink; asked: string[] }> {
  const { client: from, asked } = await start(answers);
  const sink = new MemorySink();
  const reader = new OktaReader(from);
  for (const wave of [1, 2] as const) await reader.readWave(wave, sink, new AbortController().signal);
  return { sink, asked };
}

const held = (sink: MemorySink) =>
  sink
    .edges('HAS_ROLE_ASSIGNMENT')
    .map(({ src, dst }) => `${src} ${dst}`)
    .sort();

const named = (sink: MemorySink, key: NodeKey) => sink.nodes(kindOfKey(key)).find((each) => each.key === key);

describe('an org with other habits', () => {
  it('tells of a custom role only where it is bound: its holders hold it all the same', async () => {
    const { sink } = await read(BOUND);
    expect(held(sink)).toEqual([
      'Group:00gOps RoleAssignment:00gOps.irbGroup',
      'User:00uBob RoleAssignment:00uBob.irbUser',
    ]);
    expect(named(sink, 'RoleAssignment:00uBob.irbUser')).toMatchObject({
      externalId: 'irbUser',
      props: { type: 'CUSTOM', status: 'ACTIVE', assignmentType: 'USER', roleId: 'cr1', resourceSetId: 'iam1' },
    });
    expect(sink.coverage('resource-set-bindings', 'ResourceSet:iam1')?.state).toBe('complete');
    expect(sink.reads.has('group-members Group:00gOps')).toBe(true);
  });

  it('tells of it in both places: it is held once', async () => {
    const row = { id: 'irbUser', type: 'CUSTOM', assignmentType: 'USER', role: 'cr1', 'resource-set': 'iam1' };
    const { sink } = await read({ ...BOUND, '/api/v1/users/00uBob/roles': [row] });
    expect(held(sink)).toHaveLength(2);
    expect(sink.reads.get('resource-set-bindings ResourceSet:iam1')?.nodes.has('RoleAssignment:00uBob.irbUser')).toBe(
      false,
    );
  });

  it('refuses the role list of a holder: what is known of it is not spoken over', async () => {
    const { sink } = await read({ ...BOUND, '/api/v1/users/00uBob/roles': refused(403, 'E0000006') });
    expect(held(sink)).toEqual(['Group:00gOps RoleAssignment:00gOps.irbGroup']);
  });

  it('does not list the groups of a user who inherits a role: every group is asked, and nothing stays unknown', async () => {
    const { sink, asked } = await read({
      '/api/v1/iam/assignees/users': { value: [{ id: '00uAda' }] },
      '/api/v1/users/00uAda/roles': [{ id: 'ra1', type: 'SUPER_ADMIN', assignmentType: 'GROUP' }],
      '/api/v1/groups/00gOps/roles': [{ id: 'ra2', type: 'SUPER_ADMIN', assignmentType: 'GROUP' }],
    });
    expect(asked).toContain('/api/v1/users/00uAda/groups');
    expect(held(sink)).toEqual(['Group:00gOps RoleAssignment:00gOps.ra2']);
    expect(sink.coverage('group-roles', '')?.state).toBe('complete');
  });

  it('lists a group without an id for a user who inherits a role: every group is asked', async () => {
    const { sink } = await read({
      '/api/v1/iam/assignees/users': { value: [{ id: '00uAda' }] },
      '/api/v1/users/00uAda/roles': [{ id: 'ra1', type: 'SUPER_ADMIN', assignmentType: 'GROUP' }],
      '/api/v1/users/00uAda/groups': [{ type: 'OKTA_GROUP' }, { id: '00gOps', type: 'OKTA_GROUP' }],
      '/api/v1/groups/00gOps/roles': [{ id: 'ra2', type: 'SUPER_ADMIN', assignmentType: 'GROUP' }],
    });
    expect(held(sink)).toEqual(['Group:00gOps RoleAssignment:00gOps.ra2']);
    expect(sink.coverage('group-roles', '')?.state).toBe('complete');
  });

  it('marks administrators at some groups only: the others are asked', async () => {
    const { asked } = await read({});
    expect(asked.filter((path) => path.endsWith('/roles') && path.includes('/groups/'))).toEqual([
      '/api/v1/groups/00gNew/roles',
    ]);
  });

  it.each([
    ['ENTITY_RISK', 'complete'],
    ['ACCESS_POLICY', 'partial'],
  ])(
    'refuses the policy type %s: the list is %s, since every org of its engine has application policies',
    async (type, state) => {
      const { sink } = await read({
        '/api/v1/policies': [],
        '/api/v1/policies?type=PASSWORD': [{ id: '00p1', type: 'PASSWORD' }],
        [`/api/v1/policies?type=${type}`]: refused(400, 'E0000001'),
      });
      expect(sink.coverage('policies', '')?.state).toBe(state);
    },
  );

  it('refuses the roles of groups: whose owners matter is then not known, and nobody calls them all read', async () => {
    const stats = { _embedded: { stats: { appsCount: 0 } } };
    const groups = {
      '/api/v1/groups': [{ id: '00gOps', type: 'OKTA_GROUP', profile: { name: 'Ops' }, ...stats }],
      '/api/v1/groups/00gOps/owners': [{ id: '00uBob', type: 'USER', resolved: true }],
      '/api/v1/iam/assignees/users': { value: [{ id: '00uAda' }] },
      '/api/v1/users/00uAda/roles': [{ id: 'ra0', type: 'SUPER_ADMIN', assignmentType: 'USER' }],
    };
    const { sink } = await read({ ...groups, '/api/v1/groups/00gOps/roles': [{ id: 'ra1', type: 'ORG_ADMIN' }] });
    expect(sink.coverage('group-owners', '')?.state).toBe('complete');

    const { sink: refusing } = await read({ ...groups, '/api/v1/groups/00gOps/roles': refused(403, 'E0000006') });
    expect(refusing.coverage('group-owners', '')).toMatchObject({ state: 'forbidden', missing: 'okta.iam.read' });
  });

  it('keeps the schema of a user type under another id', async () => {
    const properties = { costCenter: { permissions: [{ principal: 'SELF', action: 'READ_WRITE' }] } };
    const { sink } = await read({
      '/api/v1/meta/types/user': [
        { id: 'oty1', name: 'user', _links: { schema: { href: 'https://acme.test/api/v1/meta/schemas/user/osc7' } } },
        { id: 'oty2', name: 'other', default: true },
      ],
      '/api/v1/meta/schemas/user/osc7': { definitions: { custom: { properties } } },
      '/api/v1/meta/schemas/user/default': { definitions: {} },
    });
    expect(named(sink, 'Attribute:oty1.costCenter')).toMatchObject({ props: { permission: 'READ_WRITE' } });
    expect(sink.coverage('user-schema', '')?.state).toBe('complete');
  });

  it('is probed for that schema too', async () => {
    const { client: from, asked } = await start({
      '/api/v1/meta/types/user': [{ id: 'oty1', _links: { schema: { href: '/api/v1/meta/schemas/user/osc7' } } }],
      '/api/v1/meta/schemas/user/osc7': { definitions: {} },
    });
    const { resources } = await probe(from);
    expect(resources.find(({ resource }) => resource === 'user-schema')).toMatchObject({ state: 'ok' });
    expect(asked).not.toContain('/api/v1/meta/schemas/user/oty1');
  });

  it.each([
    [404, 'E0000007'],
    [404, 'E0000008'],
    [405, 'E0000022'],
    [501, ''],
  ])('has no such list and says %i %s: a licence is missing, nothing failed', async (status, errorCode) => {
    const { sink } = await read({ '/api/v1/realms': refused(status, errorCode) });
    expect(sink.coverage('realms', '')).toMatchObject({ state: 'unlicensed' });
  });
});
