import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ScanReport } from '@posture/flows';
import { systemClock } from '@posture/platform';
import { DirectoryLock } from '../../libs/platform/src/store/directory-lock';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';
import { SMALL_TRIAL } from '../support/small-trial';

const COMMANDS = [
  'trial',
  'connect',
  'probe',
  'scan',
  'serve',
  'receive',
  'runs',
  'abort',
  'migrate',
  'rules',
  'graph',
  'doctor',
];

describe('The command line, when something is wrong', () => {
  let trial: Sandbox;
  let other: Sandbox;
  let home: PostureHome;
  let env: Record<string, string>;

  beforeAll(async () => {
    trial = await startSandbox(SMALL_TRIAL);
    other = await startSandbox({ seed: 'another', users: 40, unlimited: true });
    env = { SUPER: trial.tokenOf('SUPER_ADMIN'), OTHER: other.tokenOf('SUPER_ADMIN'), WRONG: '00canaryWrongToken' };
    home = new PostureHome(env);
  });
  afterAll(async () => {
    await trial?.stop();
    await other?.stop();
    home?.remove();
  });

  describe('Help', () => {
    it('teaches the first steps, and every command explains its options', async () => {
      const [bare, help] = [await home.run([]), await home.run(['--help'])];
      expect([bare.code, help.code, bare.stdout]).toEqual([0, 0, help.stdout]);
      for (const command of COMMANDS) expect(help.stdout).toContain(`  ${command} `);
      for (const command of COMMANDS) {
        const { code, stdout } = await home.run([command, '--help']);
        expect([command, code]).toEqual([command, 0]);
        expect(stdout).toContain('--data-dir');
      }
    });

    it.each([
      [['nope'], "unknown command 'nope'"],
      [['scan'], '--okta-domain'],
      [['scan', '--okta-domain', 'acme.okta.com', '--token', 'x'], '--token'],
      [['scan', '--okta-domain', 'acme.okta.com', '--fail-on', 'informational'], '--fail-on'],
      [['rules', 'list', '--format', 'xml'], '--format'],
      [['graph', 'forget'], 'forget'],
      [['migrate', '--undo', 'all'], '--undo'],
    ])('refuses %j with exit code 3', async (args, named) => {
      const { code, stdout, stderr } = await home.run(args);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(named);
      expect(stderr).toContain('--help');
    });
  });

  describe('Bad input', () => {
    const org = () => ['--okta-domain', trial.url, '--allow-local'];
    const KEY = () => ['--client-id', '0oa1', '--private-key-file'];

    it.each<[string, () => string[], string, string]>([
      ['a wrong token', () => [...org(), '--token-env', 'WRONG'], '--token-env', 'okta.credential_refused'],
      ["another org's token", () => [...org(), '--token-env', 'OTHER'], '--token-env', 'okta.credential_refused'],
      [
        'http://',
        () => ['--okta-domain', 'http://acme.okta.com', '--token-env', 'SUPER'],
        '--okta-domain',
        'okta.domain_invalid',
      ],
      [
        'a look-alike domain',
        () => ['--okta-domain', 'acme-okta.com', '--token-env', 'SUPER'],
        '--okta-domain',
        'okta.domain_invalid',
      ],
      [
        'a private host',
        () => ['--okta-domain', '192.168.1.4', '--token-env', 'SUPER'],
        '--okta-domain',
        'okta.domain_invalid',
      ],
      [
        'loopback that was not allowed',
        () => ['--okta-domain', trial.url, '--token-env', 'SUPER'],
        '--okta-domain',
        'okta.domain_invalid',
      ],
      ['no credential', () => org(), '--token-env', 'credential.ambiguous'],
      [
        'two credentials',
        () => [...org(), '--token-env', 'SUPER', '--token-stdin'],
        '--token-env',
        'credential.ambiguous',
      ],
      [
        'a token and a client id',
        () => [...org(), '--token-env', 'SUPER', '--client-id', '0oa1'],
        '--token-env',
        'credential.ambiguous',
      ],
      [
        'a key without a client id',
        () => [...org(), '--private-key-file', 'x'],
        '--client-id',
        'credential.client_id_missing',
      ],
      ['an unset variable', () => [...org(), '--token-env', 'UNSET'], '--token-env', 'credential.env_empty'],
      [
        'a secret for a variable',
        () => [...org(), '--token-env', '00canaryGivenAsName'],
        '--token-env',
        'credential.env_empty',
      ],
      [
        'a token file that is not there',
        () => [...org(), '--token-file', 'none.txt'],
        '--token-file',
        'credential.file_unreadable',
      ],
      ['an empty standard input', () => [...org(), '--token-stdin'], '--token-stdin', 'credential.malformed'],
      [
        'a key file that is not there',
        () => [...org(), ...KEY(), 'none.pem'],
        '--private-key-file',
        'credential.file_unreadable',
      ],
      ['an unreadable key', () => [...org(), ...KEY(), 'broken.pem'], '--private-key-file', 'okta.private_key_invalid'],
      [
        'a client nobody knows',
        () => [...org(), '--client-id', '0oa1', '--client-secret-env', 'WRONG'],
        '--client-id',
        'okta.client_refused',
      ],
      [
        'an output that cannot be written',
        () => [...org(), '--token-env', 'SUPER', '--out', 'none/scan.json'],
        '--out',
        'out.unwritable',
      ],
      [
        'a baseline that is not there',
        () => [...org(), '--token-env', 'SUPER', '--baseline', 'none.json', '--fail-on-new', 'high'],
        '--baseline',
        'baseline.unreadable',
      ],
      [
        'a baseline without a bar',
        () => [...org(), '--token-env', 'SUPER', '--baseline', 'none.json'],
        '--fail-on-new',
        'baseline.incomplete',
      ],
      [
        "another org's baseline",
        () => {
          const baseline = { connection: { provider: 'okta', domain: 'other.example' }, profile: 'default' };
          const more = { schema: 'posture.baseline/1', asOf: '2026-03-01T00:00:00.000Z', findings: [] };
          writeFileSync(home.path('other.json'), JSON.stringify({ ...baseline, ...more }));
          return [...org(), '--token-env', 'SUPER', '--baseline', 'other.json', '--fail-on-new', 'high'];
        },
        '--baseline',
        'baseline.other_tenant',
      ],
    ])('names the field and the remedy for %s, and saves nothing', async (_name, args, field, code) => {
      writeFileSync(home.path('broken.pem'), '-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n');
      const result = await home.run(['scan', '--data-dir', home.path('bad'), ...args()]);

      expect([result.code, result.stdout]).toEqual([3, '']);
      expect(result.stderr).toMatch(/^Error: [A-Z"].*\.$/m);
      expect(result.stderr).toMatch(new RegExp(`^ {2}in: {5}.*${field}`, 'm'));
      expect(result.stderr).toMatch(/^ {2}remedy: ./m);
      expect(result.stderr).toContain(`code:   ${code}`);
      expect(result.stderr).not.toMatch(/^\s+at /m);
    });

    it('says a mistake in the input before it makes a data directory', async () => {
      const dir = home.path('mistyped');
      await home.run(['scan', '--data-dir', dir, '--okta-domain', 'acme-okta.com', '--token-env', 'SUPER']);
      expect(existsSync(dir)).toBe(false);
    });

    it('has saved nothing of all that', async () => {
      const { code, stdout } = await home.run(['doctor', '--data-dir', home.path('bad')]);
      expect([code, stdout]).toEqual([0, expect.not.stringContaining('connection ')]);
    });

    it.each([
      ['an unknown setting', { POSTURE_FOO: '1' }, 'POSTURE_FOO', 'config.unknown_key'],
      ['a malformed setting', { POSTURE_PORT: 'high' }, 'POSTURE_PORT', 'config.invalid'],
      [
        'a database that is not there',
        { POSTURE_DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' },
        'POSTURE_DATABASE_URL',
        'database.unreachable',
      ],
    ])('refuses %s', async (_name, more, field, code) => {
      const { code: exit, stderr } = await home.run(['doctor'], { env: more });
      expect(exit).toBe(3);
      expect(stderr).toContain(field);
      expect(stderr).toContain('remedy: ');
      expect(stderr).toContain(`code:   ${code}`);
    });

    it('says who holds a locked data directory', async () => {
      const dir = home.path('locked');
      const lock = DirectoryLock.acquire(dir, systemClock);
      const { code, stderr } = await home.run(['doctor', '--data-dir', dir]);
      lock.release();
      expect(code).toBe(3);
      expect(stderr).toContain(`process ${process.pid}`);
      expect(stderr).toContain('--data-dir');
      expect((await home.run(['doctor', '--data-dir', dir])).code).toBe(0);
    });

    it('says so when the port is taken, and keeps the owner key for the server that starts', async () => {
      const taken = await listen();
      const dir = home.path('busy');
      const port = String((taken.address() as AddressInfo).port);
      const { code, stdout, stderr } = await home.run(['serve', '--data-dir', dir, '--port', port]);
      taken.close();
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`Port ${port}`);
      expect(stderr).toMatch(/in: {5}POSTURE_PORT\n {2}remedy: .*--port/);
      expect((await home.serve(dir)).stdout).toMatch(/^Key {4}posture_\S+ {2}\(owner/m);
    });

    it('points at the place in a malformed rule file', async () => {
      const dir = home.path('rules');
      mkdirSync(dir);
      writeFileSync(join(dir, 'own-rule.yaml'), 'id: own-rule\nversion: one\n');
      const { code, stdout, stderr } = await home.run(['rules', 'check', '--rules', dir]);
      expect(code).toBe(3);
      expect(stderr).toMatch(/own-rule\.yaml:2 version: .+\. .+\./);
      expect(stdout).toMatch(/\d+ problems/);
      expect((await home.run(['rules', 'check', '--rules', join(dir, 'none')])).code).toBe(3);
    });

    it('prints the findings when Neo4j is away, says what to do and ends with 3', async () => {
      const silent = await listen((socket) => socket.destroy());
      const neo4j = { POSTURE_NEO4J_URL: `bolt://127.0.0.1:${(silent.address() as AddressInfo).port}` };
      const args = ['scan', '--data-dir', home.path('main'), '--okta-domain', trial.url, '--allow-local'];
      const result = await home.run([...args, '--token-env', 'SUPER', '--format', 'json', '--quiet'], { env: neo4j });
      const rebuild = await home.run(['graph', 'rebuild', '--data-dir', home.path('main')], { env: neo4j });
      const doctor = await home.run(['doctor', '--data-dir', home.path('main')], { env: neo4j });
      silent.close();

      expect(result.code).toBe(3);
      expect((JSON.parse(result.stdout) as ScanReport).findings.length).toBeGreaterThan(0);
      expect(result.stderr).toContain('POSTURE_NEO4J_URL');
      expect(result.stderr).toContain('posture graph rebuild');
      expect([rebuild.code, doctor.code]).toEqual([3, 3]);
      expect(rebuild.stderr).toContain('remedy: ');
      expect(doctor.stdout).toMatch(/^problem .*Neo4j/m);
    }, 150_000);
  });

  it('never printed a secret', () => {
    const secrets = [...Object.values(env), ...trial.tokens.map(({ value }) => value), 'canary'];
    for (const { privateKey } of trial.clients)
      if (privateKey !== null) secrets.push((privateKey as unknown as { d: string }).d);
    for (const secret of secrets) expect(home.printed.filter((text) => text.includes(secret))).toEqual([]);
  });

  function listen(onSocket: (socket: Socket) => void = () => undefined): Promise<Server> {
    const server = createServer(onSocket);
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
  }
});
