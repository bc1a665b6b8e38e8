import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@posture/platform';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import type { ScannedServer } from './server.answers';

interface ServerWithSecrets extends ScannedServer {
  readonly app: NestFastifyApplication;
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  readonly logged: readonly string[];
}

const PEM = (what: string, text: string) => `-----BEGIN ${what}-----\n${text}\n-----END ${what}-----\n`;
const KEY = PEM('PRIVATE KEY', 'planted-syslog-key');

/** Every kind of channel, with a secret in every place that takes one; nothing listens there, and nothing is sent. */
const CHANNELS = [
  { kind: 'slack', url: 'http://127.0.0.1:9/services/planted-slack-path' },
  { kind: 'teams', url: 'http://127.0.0.1:9/workflows/planted-teams-path?sig=planted-teams-sig' },
  { kind: 'splunk', url: 'http://127.0.0.1:9', credential: { token: 'planted-hec-token' } },
  { kind: 'elastic', url: 'http://127.0.0.1:9', credential: { apiKey: 'planted-elastic-key' } },
  {
    ...{ kind: 'sentinel', url: 'http://127.0.0.1:9' },
    settings: { rule: 'dcr-1', tenant: 'acme.example', client: 'app-1' },
    credential: { secret: 'planted-sentinel-secret' },
  },
  {
    ...{ kind: 'syslog', url: 'tls://127.0.0.1:9' },
    settings: { certificate: PEM('CERTIFICATE', 'AAAA') },
    credential: { key: KEY },
  },
  {
    ...{ kind: 'email', url: 'smtps://127.0.0.1:9' },
    settings: { from: 'posture@acme.example', to: 'soc@acme.example', user: 'posture' },
    credential: { password: 'planted-smtp-password' },
  },
];

/** What the product was given, and what it made itself, in secret: where it may be read, and where not. */
export function itKeepsSecrets(server: ServerWithSecrets): void {
  it('CON-15: writes no secret it was given or made into its database, and tells none again', async () => {
    const { api, id } = server;
    const paths: string[] = [];
    for (const given of CHANNELS) {
      const made = await api.post('/channels', { name: `planted ${given.kind}`, minSeverity: 'critical', ...given });
      expect([given.kind, made.status, made.body]).toEqual([given.kind, 201, expect.objectContaining({})]);
      paths.push(`/channels/${made.body.channel.id}`);
    }
    const shownOnce: string[] = [];
    const once = async (path: string, body: object, secretOf: (body: Record<string, string>) => string) => {
      const { body: answer } = await api.post(path, body);
      shownOnce.push(secretOf(answer as Record<string, string>));
      return answer as Record<string, { readonly id: string }>;
    };
    const hooked = { name: 'planted', url: 'http://127.0.0.1:9/in', minSeverity: 'critical' };
    paths.push(`/channels/${(await once('/channels', hooked, ({ secret }) => secret!))['channel']!.id}`);
    await once(`${paths.at(-1)!}/secret`, {}, ({ secret }) => secret!);
    await once(`/connections/${id}/hook`, {}, ({ secret }) => secret!);
    const key = await once('/api-keys', { name: 'planted', role: 'viewer' }, ({ value }) => value!);
    const answersBefore = api.answers.length;

    for (const path of paths) await api.get(path);
    for (const format of ['csv', 'ocsf', 'json']) await api.get(`/findings/export?format=${format}`);
    for (const path of ['/channels', '/api-keys', `/connections/${id}`, '/notices', '/audit-events?limit=200'])
      await api.get(path);
    const later = api.answers.slice(answersBefore);
    const database = await everyTable(server.app.get(Database));
    expect(database).toContain('planted sentinel');
    for (const path of paths) expect((await api.change('delete', path)).status).toBe(204);
    await api.call('delete', `/connections/${id}/hook`);
    await api.call('delete', `/api-keys/${key['apiKey']!.id}`);

    const found = secretsOf(server, shownOnce).flatMap((secret) => [
      ...(database.includes(secret) ? [`${secret} in the database`] : []),
      ...later.filter((text) => text.includes(secret)).map((text) => `${secret} in ${text.slice(0, 80)}`),
      ...server.logged.filter((text) => text.includes(secret)).map(() => `${secret} in the log`),
    ]);
    expect(shownOnce.every((secret) => secret.length > 20)).toBe(true);
    expect(found).toEqual([]);
  });
}

function secretsOf({ api, sandbox, dataDir }: ServerWithSecrets, shownOnce: readonly string[]): string[] {
  const keys = sandbox.clients.flatMap(({ privateKey }) => (privateKey === null ? [] : [privateKey])) as unknown[];
  return [
    ...shownOnce,
    ...CHANNELS.flatMap((given) => JSON.stringify(given).match(/planted-[a-z-]+/g) ?? []),
    ...sandbox.tokens.map(({ value }) => value),
    ...sandbox.clients.flatMap(({ secret }) => secret ?? []),
    ...keys.flatMap((key) => ['d', 'p', 'q'].flatMap((part) => (key as Record<string, string>)[part] ?? [])),
    api.key,
    readFileSync(join(dataDir, 'master.key'), 'utf8').trim(),
    'canary-',
  ];
}

/** Every value of every table, as text; what a sync sets down on its way may be gone again meanwhile. */
async function everyTable(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
       and c.relname not like 'stage%'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
