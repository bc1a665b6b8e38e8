import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { SCAN_REPORT_JSON_SCHEMA } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { AppConfig, openStore, systemClock } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';
import { SMALL_TRIAL } from '../support/small-trial';
import { ocsfErrors } from '../support/ocsf-schema';

const ajv = new Ajv2020({ allErrors: true });

describe('The command line', () => {
  let trial: Sandbox;
  let quiet: Sandbox;
  let home: PostureHome;
  let env: Record<string, string>;

  beforeAll(async () => {
    trial = await startSandbox(SMALL_TRIAL);
    quiet = await startSandbox({ scenario: 'quiet', users: 300, unlimited: true });
    env = {
      SUPER: trial.tokenOf('SUPER_ADMIN'),
      READER: trial.tokenOf('READ_ONLY_ADMIN'),
      QUIET: quiet.tokenOf('SUPER_ADMIN'),
      QUIET_READER: quiet.tokenOf('READ_ONLY_ADMIN'),
      INTEGRATION: trial.clients.find(({ secret }) => secret !== null)!.secret!,
    };
    home = new PostureHome(env);
  });
  afterAll(async () => {
    await trial?.stop();
    await quiet?.stop();
    home?.remove();
  });

  const scan = (dir: string, org: Sandbox, ...args: readonly string[]) =>
    home.run(['scan', '--data-dir', home.path(dir), '--okta-domain', org.url, '--allow-local', ...args]);
  const probe = (...args: readonly string[]) =>
    home.run(['probe', '--okta-domain', trial.url, '--allow-local', '--format', 'json', ...args]);

  describe('scan', () => {
    let first: ScanReport;

    it('prints one documented document; progress goes to standard error, a few lines of it', async () => {
      const { code, stdout, stderr } = await scan(
        'main',
        trial,
        '--token-env',
        'SUPER',
        '--format',
        'json',
        '--include',
        'client-secrets',
      );

      first = JSON.parse(stdout) as ScanReport;
      expect(code).toBe(1);
      expect(ajv.validate(SCAN_REPORT_JSON_SCHEMA, first) ? null : ajv.errors).toBeNull();
      expect(stderr.split('\n').length).toBeLessThan(30);
      expect(stderr).toMatch(/part 3 of 3 judged: \d+ findings opened/);

      const { summary, findings, fixes, sync } = first;
      const open = Object.values(summary.bySeverity).reduce((sum, many) => sum + many, 0);
      expect(open).toBe(findings.length);
      expect(summary.match).toBeGreaterThanOrEqual(findings.length);
      expect(fixes.length).toBe(10);
      const ids = new Set(findings.map(({ id }) => id));
      for (const { concerns, subjects } of fixes) {
        expect(concerns.every((id) => ids.has(id))).toBe(true);
        expect(concerns.length * subjects.length).toBeGreaterThan(0);
      }
      for (const { count, members } of findings) if (count > 1) expect(members.length).toBe(Math.min(count, 100));
      expect(sync.coverage.find(({ resource }) => resource === 'client-secrets')?.state).toBe('complete');
      const spent = Object.values(sync.requestsByBucket).reduce((sum, requests) => sum + requests, 0);
      expect(spent).toBe(sync.requests);
    });

    it('gives all members of grouped findings when asked to', async () => {
      const out = home.path('everything.json');
      const args = ['--profile', 'everything', '--factors', 'all', '--all-members', '--format', 'json', '--out', out];
      const { code, stdout, stderr } = await scan('main', trial, '--token-env', 'SUPER', '--quiet', ...args);
      const report = JSON.parse(readFileSync(out, 'utf8')) as ScanReport;

      expect([code, stdout, stderr]).toEqual([1, '', '']);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(ajv.validate(SCAN_REPORT_JSON_SCHEMA, report) ? null : ajv.errors).toBeNull();
      expect(report.profile).toBe('everything');
      const grouped = report.findings.filter(({ count }) => count > 1);
      expect(grouped.length).toBeGreaterThan(0);
      for (const { count, members } of grouped) expect(members.length).toBe(count);
      expect(report.findings.length).toBeGreaterThan(first.findings.length);
      expect(report.sync.coverage.find(({ resource }) => resource === 'client-secrets')?.state).toBe('not_read');
    });

    it('writes OCSF events, one a line, that any parser takes', async () => {
      const token = home.path('token.txt');
      writeFileSync(token, `${env['SUPER']}\n`, { mode: 0o600 });
      const { code, stdout } = await scan('main', trial, '--token-file', token, '--quiet', '--format', 'ocsf');

      const events = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(code).toBe(1);
      for (const event of events) expect(ocsfErrors(event)).toEqual([]);
      const uids = events.map((event) => (event['finding_info'] as { uid: string }).uid);
      expect(uids).toEqual(expect.arrayContaining(first.findings.map(({ id }) => id)));
      expect(new Set(uids).size).toBe(events.length);
    });

    it('takes a newcomer with a read-only token to true findings and to what to grant next', async () => {
      const args = ['scan', '--okta-domain', trial.url, '--allow-local', '--data-dir', home.path('reader')];
      const { code, stdout } = await home.run([...args, '--token-stdin', '--quiet'], { input: `${env['READER']}\n` });

      expect(code).toBe(1);
      expect(stdout).toMatch(/^Fixes: /m);
      expect(stdout).toMatch(/^high\s+\d+ {2}\S/m);
      expect(stdout.replace(/\n\s+/g, ' ')).toMatch(/ \[\d+ of \d+(, \d+ not assessed)?\] \(okta-user-/);
      expect(stdout).toMatch(/^ *\d+ rules {2}.*role/m);
      expect(stdout).toContain('okta.iam.read');
      expect(stdout.split('\n').filter((line) => line.length > 140)).toEqual([]);

      const text = await home.run(['probe', '--okta-domain', trial.url, '--allow-local', '--token-env', 'READER']);
      expect(text.code).toBe(0);
      expect(text.stdout).toMatch(/Grant next, the most useful first:\n1\. .*okta\.iam\.read/);
      expect(text.stdout).toMatch(/for: {3}\d+ rules, \d+ path rules/);
      expect(text.stdout).toMatch(/Only a Super Administrator may read these/);
    });

    it.each([
      // What nobody uses is not known after a week of the log.
      ['QUIET', 'low', ['--factors', 'all', '--include', 'client-secrets'], 2],
      ['QUIET', 'critical', [], 0],
      ['QUIET_READER', 'critical', [], 2],
    ])(
      'ends a scan of a quiet org by %s, with a bar of %s and %j, with exit code %d',
      async (token, bar, more, expected) => {
        const args = ['--token-env', token, '--quiet', '--fail-on', bar, ...more];
        const { code, stdout } = await scan(`quiet-${token}`, quiet, ...args);
        expect([code, stdout]).toEqual([expected, expect.stringContaining(': 0 findings')]);
      },
    );

    it('stops cleanly at Ctrl-C, and the next scan goes on where it ended', async () => {
      trial.faults.add({ kind: 'slow', path: '/api/v1/groups/*/owners', delayMs: 60_000, count: null });
      const args = ['scan', '--data-dir', home.path('stopped'), '--okta-domain', trial.url, '--allow-local'];
      const command = [...args, '--token-env', 'SUPER', '--format', 'json', '--include', 'client-secrets'];
      let pressedAt = 0;
      const stopped = await home.run(command, {
        onOutput: (text, child) => {
          if (!text.includes('part 1 of 3 judged')) return;
          pressedAt = Date.now();
          child.kill('SIGINT');
        },
      });
      expect(Date.now() - pressedAt).toBeLessThan(20_000);
      expect([stopped.code, stopped.stdout]).toEqual([3, '']);
      expect(stopped.stderr).toMatch(/Error: Stopped\.\n {2}remedy: The same command goes on where this one ended/);
      expect(existsSync(home.path('stopped', 'posture.lock'))).toBe(false);

      trial.faults.clear();
      trial.resetStats();
      const before = new Date().toISOString();
      const resumed = await home.run([...command, '--quiet']);
      const report = JSON.parse(resumed.stdout) as ScanReport;
      expect(resumed.code).toBe(1);
      expect(report.sync.startedAt < before).toBe(true);
      expect(report.findings.length).toBe(first.findings.length);
      expect(trial.stats().requests).toBeLessThan(first.sync.requests);
    });
  });

  describe('Credentials', () => {
    const credentialSeen = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await probe(...args);
      expect([code, stderr]).toEqual([0, '']);
      return (JSON.parse(stdout) as { credential: { grantedScopes: string[]; missingScopes: string[] } }).credential;
    };

    it('of a service app: an RSA key as JWK and as PEM', async () => {
      const client = trial.clients.find(({ algorithm, roles }) => algorithm === 'RS256' && roles.length > 0)!;
      const jwk = home.path('rsa.json');
      const pem = home.path('rsa.pem');
      writeFileSync(jwk, JSON.stringify(client.privateKey), { mode: 0o600 });
      const key = createPrivateKey({ key: client.privateKey as never, format: 'jwk' });
      writeFileSync(pem, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
      const { missingScopes } = await credentialSeen('--client-id', client.id, '--private-key-file', jwk);
      expect(missingScopes).toEqual([]);
      const kid = (client.privateKey as unknown as { kid: string }).kid;
      const byPem = await credentialSeen('--client-id', client.id, '--private-key-file', pem, '--key-id', kid);
      expect(byPem.missingScopes).toEqual([]);
    });

    it('of a service app that demands DPoP: an EC key, for a whole scan', async () => {
      const client = trial.clients.find(({ algorithm, dpop }) => algorithm === 'ES256' && dpop)!;
      const key = home.path('ec.json');
      writeFileSync(key, JSON.stringify(client.privateKey), { mode: 0o600 });
      const args = ['--client-id', client.id, '--private-key-file', key, '--format', 'json', '--quiet'];
      const { code, stdout } = await scan('dpop', trial, ...args);
      expect(code).toBe(1);
      const { findings } = JSON.parse(stdout) as ScanReport;
      expect(findings.map(({ rule }) => rule)).toContain('okta-superadmin-service-account');
    });

    it('of an API service integration: its secret', async () => {
      const client = trial.clients.find(({ secret }) => secret !== null)!;
      const args = ['--client-id', client.id, '--client-secret-env', 'INTEGRATION'];
      const { grantedScopes, missingScopes } = await credentialSeen(...args);
      expect([...grantedScopes].sort()).toEqual([...client.scopes].sort());
      expect(missingScopes.length).toBeGreaterThan(0);
    });
  });

  describe('Other commands', () => {
    it('connect makes a key pair and says what to create; it never overwrites a key', async () => {
      const args = ['connect', '--okta-domain', 'acme.okta.com', '--key-file', home.path('key.json')];
      const { code, stdout } = await home.run(args);
      expect(code).toBe(0);
      expect(statSync(home.path('key.json')).mode & 0o777).toBe(0o600);
      const key = JSON.parse(readFileSync(home.path('key.json'), 'utf8')) as Record<string, string>;
      expect(stdout).toContain(`"kid": "${key['kid']}"`);
      expect(stdout).not.toContain(key['d']!);
      for (const part of ['okta.users.read', 'okta.iam.read', 'Read-only Administrator', '--token-env', 'catalogue'])
        expect(stdout).toContain(part);

      const again = await home.run(args);
      expect([again.code, again.stdout]).toEqual([3, '']);
      expect(again.stderr).toContain('--key-file');
    });

    it('rules are listed, explained and checked', async () => {
      const listed = JSON.parse((await home.run(['rules', 'list', '--format', 'json'])).stdout) as { id: string }[];
      expect(listed.length).toBeGreaterThan(70);
      const { code, stdout } = await home.run(['rules', 'explain', listed[0]!.id]);
      expect([code, stdout]).toEqual([0, expect.stringContaining('Remedy')]);
      expect((await home.run(['rules', 'check'])).code).toBe(0);
      expect((await home.run(['rules', 'explain', 'okta-nothing'])).stderr).toContain('posture rules list');
    });

    it('migrate makes a new directory of the newest schema, for this user alone, and goes back and forth', async () => {
      const dir = ['--data-dir', home.path('migrated')];
      const mask = process.umask(0);
      try {
        expect((await home.run(['migrate', ...dir])).stdout).toBe('The schema is up to date.\n');
      } finally {
        process.umask(mask);
      }
      expect(seenByOthers(home.path('migrated'))).toEqual([]);

      const undone = await home.run(['migrate', '--undo', '2', ...dir]);
      expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Undone: (\S+), (\S+)\n$/)]);
      const [, last, before] = /^Undone: (\S+), (\S+)\n$/.exec(undone.stdout)!;
      expect((await home.run(['migrate', ...dir])).stdout).toBe(`Applied: ${before}, ${last}\n`);
    });

    it('doctor looks at everything; without Neo4j there is no graph to rebuild', async () => {
      const { code, stdout } = await home.run(['doctor', '--data-dir', home.path('main')]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/connection .*: last sync completed/);
      const rebuild = await home.run(['graph', 'rebuild', '--data-dir', home.path('main')]);
      expect([rebuild.code, rebuild.stderr]).toEqual([3, expect.stringContaining('POSTURE_NEO4J_URL')]);
    });

    it('serve answers with the key it prints, and frees the directory when it is stopped', async () => {
      let answer: unknown = null;
      const { code, stdout } = await home.serve(home.path('main'), async (api, key) => {
        const found = await fetch(`${api}/findings?severity=critical`, { headers: { authorization: `Bearer ${key}` } });
        answer = await found.json();
      });
      expect(code).toBe(0);
      expect(stdout).toContain('/openapi.json');
      expect((answer as { data: unknown[] }).data.length).toBeGreaterThan(0);
      expect(existsSync(home.path('main', 'posture.lock'))).toBe(false);

      const second = await home.serve(home.path('main'));
      expect(second.stdout).not.toContain('Key    posture_');
      expect((await home.serve(home.path('main'), async () => undefined, '--new-key')).stdout).toContain(
        'Key    posture_',
      );
    });

    it('trial shows fixes in full and what to do next', async () => {
      const { code, stdout, stderr } = await home.run(['trial', '--once', '--users', '300']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^10\. /m);
      expect(stdout).not.toContain('…');
      expect(stdout.trimEnd().split('\n').slice(-2).join('\n')).toMatch(/connect --okta-domain/);
      expect(stderr).toContain('part 3 of 3');
    });
  });

  it('keys are made, replaced and ended, and audit names the row of that which was altered', async () => {
    const at = ['--data-dir', home.path('keys')];
    const made = await home.run(['keys', 'create', '--name', 'SIEM', '--role', 'viewer', ...at]);
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^posture_\S+\n$/)]);
    const listed = await home.run(['keys', 'list', '--format', 'json', ...at]);
    const { id } = (JSON.parse(listed.stdout) as { id: string; name: string }[]).find(({ name }) => name === 'SIEM')!;
    const replaced = await home.run(['keys', 'rotate', id, ...at]);
    expect([replaced.code, replaced.stdout === made.stdout]).toEqual([0, false]);
    expect(replaced.stderr).toContain('The value before is taken until');
    expect((await home.run(['keys', 'revoke', id, ...at])).stdout).toBe(`The key ${id} is revoked.\n`);

    const verify = () => home.run(['audit', 'verify', ...at]);
    const intact = await verify();
    expect([intact.code, intact.stdout]).toEqual([0, expect.stringMatching(/^Intact: (\d+) rows from 1 to \1\.\n/)]);
    const store = await openStore(AppConfig.parse({ POSTURE_DATA_DIR: home.path('keys') }), systemClock);
    await store.database.query('alter table audit_event disable trigger all');
    await store.database.query(`update audit_event set at = at + interval '1 s' where seq = 2`);
    await store.close();
    const broken = await verify();
    expect([broken.code, broken.stdout, broken.stderr]).toEqual([
      3,
      expect.stringMatching(/^2: altered\nNot intact: /),
      expect.stringContaining('audit.broken'),
    ]);
  });

  it('never printed a secret', () => {
    const secrets = [...Object.values(env), ...trial.tokens.map(({ value }) => value), 'canary'];
    for (const { privateKey } of trial.clients)
      if (privateKey !== null) secrets.push((privateKey as unknown as { d: string }).d);
    for (const secret of secrets) expect(home.printed.filter((text) => text.includes(secret))).toEqual([]);
  });
});

/** What PGlite opens for all by itself: which columns PostgreSQL's own catalogue has, in a directory that is closed. */
const CATALOGUE_CACHE = /pg_internal\.init$/;

/** Paths under a directory that somebody else may do anything with. */
function seenByOthers(dir: string): string[] {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name));
  return [dir, ...paths].filter((path) => (statSync(path).mode & 0o077) !== 0 && !CATALOGUE_CACHE.test(path));
}
