/** Settings, in the order `.env.example` shows them. */
export const CONFIG_KEYS = [
  {
    env: 'POSTURE_DATA_DIR',
    field: 'dataDir',
    type: 'text',
    default: '~/.posture',
    means: 'Directory of the embedded database, the lock and the master key. Made with mode 0700.',
  },
  {
    env: 'POSTURE_MASTER_KEY_FILE',
    field: 'masterKeyFile',
    type: 'text',
    default: '<data dir>/master.key',
    means:
      'Key the credentials are sealed with; made at the first start with mode 0600. Back it up: without it they are lost.',
  },
  {
    env: 'POSTURE_DATABASE_URL',
    field: 'databaseUrl',
    type: 'secret',
    default: '',
    means:
      'PostgreSQL 15 or newer, as postgres://USER:PASSWORD@HOST:5432/DATABASE. Unset: embedded, for trying and small tenants.',
  },
  {
    env: 'POSTURE_DATABASE_POOL',
    field: 'databasePool',
    type: 'number',
    default: '10',
    means: 'Connections to a PostgreSQL server, 2 to 200.',
  },
  {
    env: 'POSTURE_NEO4J_URL',
    field: 'neo4jUrl',
    type: 'text',
    default: '',
    means: 'Neo4j 5, as bolt://HOST:7687 or neo4j+s://HOST. Unset: the graph is kept in this process.',
  },
  {
    env: 'POSTURE_RULES_DIR',
    field: 'rulesDir',
    type: 'text',
    default: '',
    means:
      'Directory of rules of your own, a folder for each provider (okta/…). Read again when it changes; the same for all processes.',
  },
  { env: 'POSTURE_NEO4J_USER', field: 'neo4jUser', type: 'text', default: 'neo4j', means: 'Neo4j user.' },
  { env: 'POSTURE_NEO4J_PASSWORD', field: 'neo4jPassword', type: 'secret', default: '', means: 'Neo4j password.' },
  {
    env: 'POSTURE_PORT',
    field: 'port',
    type: 'number',
    default: '8420',
    means: 'Port of the HTTP API; 0 takes a free one.',
  },
  {
    env: 'POSTURE_HOST',
    field: 'host',
    type: 'text',
    default: '127.0.0.1',
    means: 'Address the HTTP API listens on. Anything but loopback is reachable by others.',
  },
  {
    env: 'POSTURE_RATE_LIMIT',
    field: 'rateLimit',
    type: 'number',
    default: '600',
    means: 'Requests an API key may make of this process a minute; 0: any number.',
  },
  {
    env: 'POSTURE_HOOK_PORT',
    field: 'hookPort',
    type: 'number',
    default: '',
    means:
      'Port where providers call when something happened, so that their log is read at once; 0 takes a free one. Unset: nobody is listened to.',
  },
  {
    env: 'POSTURE_HOOK_HOST',
    field: 'hookHost',
    type: 'text',
    default: '127.0.0.1',
    means: 'Address the port for event hooks is of. What faces the internet in front of it speaks HTTPS.',
  },
  {
    env: 'POSTURE_METRICS_PORT',
    field: 'metricsPort',
    type: 'number',
    default: '',
    means:
      'Port where Prometheus gathers figures of this process and of the record, without a key; 0 takes a free one. Unset: nowhere.',
  },
  {
    env: 'POSTURE_METRICS_HOST',
    field: 'metricsHost',
    type: 'text',
    default: '127.0.0.1',
    means: 'Address the port for figures is of. They name no person; still, let only those reach it who gather them.',
  },
  {
    env: 'POSTURE_ROLE',
    field: 'role',
    type: 'text',
    default: 'all',
    means: 'What this process does: all, api or worker.',
  },
  {
    env: 'POSTURE_LOG_LEVEL',
    field: 'logLevel',
    type: 'text',
    default: 'info',
    means: 'error, warn, info or debug; JSON lines on stderr. Commands other than serve: warn.',
  },
  {
    env: 'POSTURE_GRAPH_CACHE_MB',
    field: 'graphCacheMb',
    type: 'number',
    default: '512',
    means: 'Memory for graphs kept ready, in MiB, 64 or more.',
  },
  {
    env: 'POSTURE_ACTIVITY_DAYS',
    field: 'activityDays',
    type: 'number',
    default: '30',
    means:
      'Days of the past of a log that are read once it is followed, beside all else and after the first findings; at most what the provider keeps (Okta 90). 0: none.',
  },
  {
    env: 'POSTURE_ALERT_NETWORKS',
    field: 'alertNetworks',
    type: 'list',
    default: '',
    means:
      'Private networks where receivers of alerts may be, such as 10.20.0.0/16,fd00::/8. Unset: public receivers only. Link-local addresses never are.',
  },
  {
    env: 'POSTURE_ALERTS_PER_HOUR',
    field: 'alertsPerHour',
    type: 'number',
    default: '1000',
    means:
      'How many alerts a channel is sent one by one in an hour, 1 to 10000000; what is more is told together, every five minutes.',
  },
  {
    env: 'POSTURE_ALERT_PORTS',
    field: 'alertPorts',
    type: 'list',
    default: '',
    means:
      'Ports of public receivers of alerts beside those that such receivers usually listen at, such as 9997,10514.',
  },
  {
    env: 'POSTURE_CLOSE_IDLE_DETECTIONS',
    field: 'closeIdleDetections',
    type: 'flag',
    default: 'false',
    means: 'true resolves what was detected and did not happen again for 30 days; else people do.',
  },
  {
    env: 'POSTURE_SMTP_URL',
    field: 'smtpUrl',
    type: 'secret',
    default: '',
    means:
      'Mail server for notices, as smtp://USER:PASSWORD@HOST:587 or smtps://HOST:465. Unset: notices are shown, and not mailed.',
  },
  {
    env: 'POSTURE_SMTP_FROM',
    field: 'smtpFrom',
    type: 'text',
    default: 'posture@localhost',
    means: 'Sender of notices.',
  },
  {
    env: 'POSTURE_NOTICE_TO',
    field: 'noticeTo',
    type: 'list',
    default: '',
    means: 'Addresses every notice is mailed to, beside the contacts of its connection.',
  },
  {
    env: 'POSTURE_ALLOW_LOOPBACK',
    field: 'allowLoopback',
    type: 'flag',
    default: 'false',
    means:
      'true admits an org and receivers of alerts at a loopback address of this machine or at localhost, for trying; nothing else private.',
  },
] as const satisfies readonly {
  env: `POSTURE_${string}`;
  field: string;
  type: 'text' | 'number' | 'secret' | 'flag' | 'list';
  default: string;
  means: string;
}[];

export type ConfigField = (typeof CONFIG_KEYS)[number]['field'];

/** Text of `.env.example`: every setting with its default, commented out. */
export function renderEnvExample(): string {
  const settings = CONFIG_KEYS.map((key) => `# ${key.means}\n# ${key.env}=${key.default}\n`);
  return [
    '# Every setting has a default; uncomment what you change. Unknown POSTURE_ variables are refused.\n',
    ...settings,
  ].join('\n');
}

/** Text of `docs/reference/config.md`. */
export function renderConfigReference(): string {
  return [
    '# Settings\n',
    'Written by `npm run docs`. Environment variables, read once at the start; an unknown `POSTURE_` variable is refused. A secret is never shown.\n',
    '| Variable | Type | Default | Means |',
    '| --- | --- | --- | --- |',
    ...CONFIG_KEYS.map(({ env, type, default: value, means }) => {
      return `| \`${env}\` | ${type} | ${value === '' ? 'unset' : `\`${value}\``} | ${means} |`;
    }),
    '',
  ].join('\n');
}
