import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { OktaCredential } from '@posture/connectors';
import { AppConfig, Secret } from '@posture/platform';
import { ProbeFlow } from '../../libs/flows/src/probe.flow';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { Product } from '../support/product';

/** Lists a scan can do without, by the status under which each is answered with an echo. */
const ECHOES = [
  [400, '/api/v1/zones', /HTTP 400/],
  [403, '/api/v1/behaviors', /scope/],
  [409, '/api/v1/idps', /HTTP 409/],
  [410, '/api/v1/trustedOrigins', /HTTP 410/],
  [418, '/api/v1/authorizationServers', /HTTP 418/],
  [418, '/api/v1/groups/*/users', /HTTP 418/],
  [500, '/api/v1/groups/rules', /HTTP 500/],
] as const;

/** The three ways to prove oneself, against an org that repeats what it is sent. */
const WAYS = ['api_token', 'client_secret', 'private_key'] as const;

describe.each(WAYS)('An org that echoes the credential of the kind %s in its errors', (way) => {
  const printed: string[] = [];
  const sent = new Set<string>();
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-echo-'));
  let sandbox: Sandbox;
  let product: Product;
  let connectionId: string;

  beforeAll(async () => {
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    subscribe('undici:request:create', noteRequest);
    const clock = new FastClock(60);
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 6, unlimited: true, now: () => clock.now().getTime() });
    const env = { HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_LOG_LEVEL: 'debug' };
    product = await Product.open(AppConfig.parse(env, { allowLoopback: true }), clock);
    connectionId = (await product.connect(sandbox.url, credentialOf(sandbox, way))).id;
  }, 120_000);
  afterEach(() => sandbox.faults.clear());
  afterAll(async () => {
    unsubscribe('undici:request:create', noteRequest);
    jest.restoreAllMocks();
    await product?.close();
    await sandbox?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Everything that proves who we are, as it went over the wire, whole and in its parts. */
  function noteRequest(message: unknown): void {
    const { headers, body } = (message as { request: { headers: readonly string[]; body: unknown } }).request;
    const named = new Map(
      headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [])) as never,
    );
    const authorization = String(named.get('authorization') ?? '');
    const form = new URLSearchParams(typeof body === 'string' ? body : '');
    const proofs = [authorization.split(' ')[1], named.get('dpop'), form.get('client_assertion')].map((each) =>
      String(each ?? ''),
    );
    if (authorization.startsWith('Basic ')) {
      proofs.push(
        Buffer.from(proofs[0] ?? '', 'base64')
          .toString()
          .split(':')[1] ?? '',
      );
    }
    for (const proof of proofs.filter((each) => each !== '')) {
      sent.add(proof);
      sent.add(proof.slice(0, 20));
      if (proof.split('.').length === 3)
        proof
          .split('.')
          .slice(1)
          .forEach((part) => sent.add(part));
    }
  }

  it('keeps it out of coverage, report and every table of a scan', async () => {
    ECHOES.forEach(([status, path]) => sandbox.faults.add({ kind: 'echo', status, path, count: null }));
    const { report } = await product.scan(connectionId, { profile: 'default' });

    expect(sandbox.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
    const reasons = report.sync.coverage.map(({ reason }) => reason ?? '');
    for (const [, , reason] of ECHOES) expect(reasons).toContainEqual(expect.stringMatching(reason));
    expect(reasons.join()).toContain('[redacted]');
    await expectUnseen(report);
  }, 300_000);

  it.each([401, 500])(
    'keeps it out of a scan and a probe that end with %i',
    async (status) => {
      sandbox.faults.add({ kind: 'echo', status, path: '/api/v1/*', count: null });
      const outcomes = await Promise.allSettled([
        product.scan(connectionId, { profile: 'default' }),
        product.app.get(ProbeFlow).run(connectionId),
      ]);
      sandbox.faults.clear();
      const connecting = await Promise.allSettled([connectUnder(status, '/api/v1/*')]);

      await expectUnseen([...outcomes, ...connecting].map((outcome) => textOf(outcome)));
    },
    300_000,
  );

  if (way !== 'api_token') {
    it.each([400, 401, 403, 409, 410, 418, 500])('keeps it out of a refusal of the token with %i', async (status) => {
      const outcome = await connectUnder(status, '/oauth2/v1/token').catch((error: unknown) => error);

      expect(outcome).toMatchObject({ code: expect.stringMatching(/^okta\./) });
      await expectUnseen(textOf(outcome));
    });
  }

  function connectUnder(status: number, path: string): Promise<unknown> {
    sandbox.faults.add({ kind: 'echo', status, path, count: null });
    return product.connect(sandbox.url, credentialOf(sandbox, way));
  }

  async function expectUnseen(answered: unknown): Promise<void> {
    const texts = [JSON.stringify(answered), ...printed, await everyTable(product)];
    expect(sent.size).toBeGreaterThan(0);
    for (const text of texts) for (const secret of sent) if (text.includes(secret)) expect(text).not.toContain(secret);
  }
});

function credentialOf(sandbox: Sandbox, way: (typeof WAYS)[number]): OktaCredential {
  if (way === 'api_token') return { kind: way, token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) };
  const client = sandbox.clients.find(({ secret, dpop }) => (way === 'client_secret' ? secret !== null : dpop))!;
  return way === 'client_secret'
    ? { kind: way, clientId: client.id, clientSecret: new Secret(client.secret!) }
    : { kind: way, clientId: client.id, privateKey: new Secret(JSON.stringify(client.privateKey)) };
}

/** As a log line or a problem body would show it, causes included. */
function textOf(outcome: unknown): string {
  return `${inspect(outcome, { depth: 12 })} ${JSON.stringify(outcome)}`;
}

async function everyTable({ database }: Product): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ text: string | null }>(`select string_agg(t::text, ' ') as text from ${name} t`),
    ),
  );
  return texts.map(([row]) => row?.text ?? '').join(' ');
}
