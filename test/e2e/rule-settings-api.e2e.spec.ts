import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from '../support/api';
import { eventually } from '../support/eventually';
import { SMALL_TRIAL } from '../support/small-trial';

const OLD_TOKEN = 'okta-api-token-old';
const SERVICE = 'okta-superadmin-service-account';

describe('Rules of a connection, over HTTP', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-rules-'));
  let org: Sandbox;
  let app: NestFastifyApplication;
  let api: TestApi;
  let rules: string;
  let connection: string;

  beforeAll(async () => {
    org = await startSandbox(SMALL_TRIAL);
    const env = { HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_PORT: '0', POSTURE_LOG_LEVEL: 'error' };
    app = await createServer(AppConfig.parse(env, { allowLoopback: true }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    api = new TestApi(app, await apiDescription(), (await app.get(ApiKeyStore).createFirst()) ?? '');
    const credential = { kind: 'api_token', token: org.tokenOf('SUPER_ADMIN') };
    const made = await api.post(
      '/connections',
      { domain: org.url, credential, firstSync: false },
      { headers: { 'idempotency-key': 'connect-1' } },
    );
    connection = `/connections/${made.body.id}`;
    rules = `${connection}/rules`;
    const sync = await api.post(`${connection}/syncs`, {}, { headers: { 'idempotency-key': 'sync-1' } });
    expect(sync.status).toBe(202);
    await eventually(async () => {
      const { body } = await api.get(`/syncs/${sync.body.id}`);
      return body.state === 'completed' ? body : null;
    });
  });
  afterAll(async () => {
    await app?.close();
    await org?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const findings = async (rule: string) =>
    (await api.all(`/findings?connectionId=${connection.slice('/connections/'.length)}&rule=${rule}`, 50)) as {
      readonly id: string;
      readonly status: string;
      readonly subject: { readonly key: string };
      readonly resolution: string | null;
    }[];
  const change = (body: object, version: string) =>
    api.call('patch', `${rules}/settings`, { body, headers: { 'if-match': version } });

  it('are tried, changed under their version, judged again by themselves, and remembered', async () => {
    const before = await api.get(`${rules}/settings`);
    expect([before.headers['etag'], before.body.rules]).toEqual(['"v0"', {}]);

    const off = { rules: { [OLD_TOKEN]: { enabled: false } } };
    const tried = await api.post(`${rules}/preview`, off);
    const open = await findings(OLD_TOKEN);
    expect(tried.status).toBe(200);
    expect(tried.body).toMatchObject({ more: 0, fewer: open.length, notAssessed: 0 });
    expect((await api.get(`${rules}/settings`)).body).toEqual(before.body);

    expect((await change(off, '"v7"')).status).toBe(412);
    const changed = await change({ ...off, reason: 'tokens are rotated elsewhere' }, '"v0"');
    expect([changed.status, changed.headers['etag']]).toEqual([200, '"v1"']);
    expect(changed.body).toMatchObject({
      ...off,
      changedBy: { kind: 'api_key', name: 'owner' },
      reason: 'tokens are rotated elsewhere',
    });

    const retired = await eventually(async () => {
      const now = await findings(OLD_TOKEN);
      return now.every(({ status }) => status === 'resolved') ? now : null;
    });
    expect(new Set(retired.map(({ resolution }) => resolution))).toEqual(new Set(['rule_retired']));
    const history = (await api.all(`${rules}/settings/history`, 1)) as { readonly version: number }[];
    expect(history.map(({ version }) => version)).toEqual([1]);

    await change({ rules: { [OLD_TOKEN]: null } }, '"v1"');
    await eventually(async () => {
      const now = await findings(OLD_TOKEN);
      return now.length > 0 && now.every(({ status }) => status === 'open') ? now : null;
    });
  });

  it.each([
    [
      { rules: { [OLD_TOKEN]: { parameters: { maxAgeDays: 0 } } } },
      'rule.parameter_invalid',
      `rules.${OLD_TOKEN}.parameters.maxAgeDays`,
    ],
    [{ classification: { servicePattern: '(a' } }, 'classification.pattern_invalid', 'classification.servicePattern'],
    [{ classification: { wishes: [] } }, 'tuning.malformed', 'classification.wishes'],
  ])('are refused where they say %j', async (body, code, field) => {
    const { version } = (await api.get(`${rules}/settings`)).body;
    for (const answer of [await api.post(`${rules}/preview`, body), await change(body, `"v${version}"`)]) {
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, code, field]);
      expect(answer.body.remedy).toEqual(expect.any(String));
    }
  });

  it('explain a match: each condition with value, source, time and outcome', async () => {
    const [finding] = await findings(SERVICE);
    const { status, body } = await api.get(
      `${rules}/${SERVICE}/explain?subject=${encodeURIComponent(finding!.subject.key)}`,
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({ verdict: 'match', isOn: true, path: null, missing: [] });
    expect(body.conditions.appliesTo).toMatchObject({
      type: 'comparison',
      outcome: 'holds',
      comparison: {
        operator: 'equal',
        expected: true,
        fact: { fact: 'isServiceAccount', value: true, source: 'GET /api/v1/users', certainty: 'known' },
      },
    });
    expect(body.conditions.when.parts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['holds', 'holds']);
    expect(Date.parse(body.conditions.when.parts[0].comparison.fact.readAt)).not.toBeNaN();
  });

  it('explain a path, what has no business with a rule, and refuse what is not there', async () => {
    const [path] = await findings('okta-path-to-superadmin');
    const explain = (rule: string, subject: string) =>
      api.get(`${rules}/${rule}/explain?subject=${encodeURIComponent(subject)}`);
    const found = (await explain('okta-path-to-superadmin', path!.subject.key)).body;
    expect(found).toMatchObject({ verdict: 'match', conditions: null });
    expect(found.path.at(-1).to.kind).toBe('Org');

    expect((await explain(OLD_TOKEN, path!.subject.key)).body).toMatchObject({
      verdict: 'not_applicable',
      why: expect.stringMatching(/about the kind ApiToken/),
    });
    expect((await explain('okta-none', path!.subject.key)).status).toBe(404);
    expect((await explain(OLD_TOKEN, 'User:none')).body.code).toBe('subject.not_found');
    expect((await explain('okta-det-account-locked', path!.subject.key)).body.code).toBe('rule.judges_events');
    expect((await api.get(`${rules}/${OLD_TOKEN}/explain`)).status).toBe(400);
  });

  it('add up to controls', async () => {
    const { status, body } = await api.get(`${connection}/compliance/stig`);

    expect(status).toBe(200);
    expect(body.framework.title).toMatch(/STIG V1R2/);
    expect(body.controls.length).toBe(
      Object.values(body.summary as Record<string, number>).reduce((sum, many) => sum + many, 0),
    );
    expect((await api.get(`${connection}/compliance/iso`)).body.code).toBe('compliance.framework_unknown');
  });
});
