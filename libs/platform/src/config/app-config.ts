import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { DomainError } from '@posture/domain';
import { Secret } from '../secrets/secret';
import { CONFIG_KEYS } from './config-keys';
import type { ConfigField } from './config-keys';

export const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything an operator can set, read once from the environment. Without any variable it describes a local trial. */
export class AppConfig {
  /** Absolute. */
  readonly dataDir: string = '';

  /** null: embedded PostgreSQL in the data directory. Holds a password, so it shows as [redacted]. */
  readonly databaseUrl: Secret | null = null;

  readonly databasePool: number = 10;

  /** null: the graph is kept in this process only. */
  readonly neo4jUrl: string | null = null;

  /** Absolute; null: only shipped rules judge. */
  readonly rulesDir: string | null = null;

  readonly neo4jUser: string = 'neo4j';

  readonly neo4jPassword: Secret | null = null;

  /** 0: a free port. */
  readonly port: number = 8420;

  readonly host: string = '127.0.0.1';

  /** Requests of a key a minute; 0: any number. */
  readonly rateLimit: number = 600;

  /** null: no event hook is listened to; 0: a free port. */
  readonly hookPort: number | null = null;

  readonly hookHost: string = '127.0.0.1';

  /** null: figures are given nowhere; 0: a free port. */
  readonly metricsPort: number | null = null;

  readonly metricsHost: string = '127.0.0.1';

  readonly role: Role = 'all';

  readonly logLevel: LogLevel = 'info';

  /** Bytes of in-process graphs kept ready, in MiB; the least recently used go first. */
  readonly graphCacheMb: number = 512;

  /** Days of a log's past that are read once; what is more than the provider keeps is left out. */
  readonly activityDays: number = 30;

  /** Whether a detection that did not happen again for 30 days is resolved by itself. */
  readonly closeIdleDetections: boolean = false;

  /** Admits orgs at literal loopback addresses and `localhost`, over http too; never another private address. */
  readonly allowLoopback: boolean = false;

  /** Private networks where receivers of alerts may be, as `10.20.0.0/16`; link-local ones never are. */
  readonly alertNetworks: readonly string[] = [];

  /** Alerts a channel is sent one by one in an hour; more are told together. */
  readonly alertsPerHour: number = 1_000;

  /** Ports of public receivers of alerts, beside those their kind listens at. */
  readonly alertPorts: readonly string[] = [];

  /** Mail server for notices; null: none are mailed. Holds a password, so it shows as [redacted]. */
  readonly smtpUrl: Secret | null = null;

  readonly smtpFrom: string = 'posture@localhost';

  /** Addresses every notice is mailed to. */
  readonly noticeTo: readonly string[] = [];

  /** Absolute; default `master.key` in the data directory. */
  readonly masterKeyFile: string = '';

  /**
   * @param env the process's environment; other variables than POSTURE_* are ignored, empty ones count as absent
   * @param overrides values given another way, such as `--data-dir`
   * @throws {DomainError} `config.unknown_key`, `config.invalid` naming the variable
   */
  static parse(
    env: Readonly<Record<string, string | undefined>>,
    overrides: Partial<
      Pick<AppConfig, 'dataDir' | 'port' | 'host' | 'role' | 'logLevel' | 'allowLoopback' | 'activityDays'>
    > = {},
  ): AppConfig {
    refuseUnknown(Object.keys(env).filter((key) => key.startsWith('POSTURE_')));
    const config = new AppConfig();
    const given: Partial<Record<ConfigField, unknown>> = {};
    for (const key of CONFIG_KEYS) {
      const raw = env[key.env];
      if (raw !== undefined && raw !== '') given[key.field] = convert(key.type, raw);
    }
    Object.assign(
      config,
      given,
      Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
    );
    const dataDir = absolute(config.dataDir === '' ? join(env['HOME'] ?? homedir(), '.posture') : config.dataDir, env);
    Object.assign(config, {
      dataDir,
      rulesDir: config.rulesDir === null ? null : absolute(config.rulesDir, env),
      masterKeyFile: config.masterKeyFile === '' ? join(dataDir, 'master.key') : absolute(config.masterKeyFile, env),
    });
    refuseInvalid(config);
    return Object.freeze(config);
  }
}

function convert(type: (typeof CONFIG_KEYS)[number]['type'], raw: string): unknown {
  if (type === 'number') return /^\d+$/.test(raw.trim()) ? Number(raw) : Number.NaN;
  if (type === 'list')
    return raw
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  if (type === 'flag') return { true: true, false: false }[raw.trim().toLowerCase()];
  return type === 'secret' ? new Secret(raw) : raw.trim();
}

function absolute(path: string, env: Readonly<Record<string, string | undefined>>): string {
  if (path === '~' || path.startsWith('~/')) return join(env['HOME'] ?? homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(path);
}

/** No settings of an installation: by these a command line asks another one's server. */
const OF_CLIENTS = ['POSTURE_SERVER', 'POSTURE_API_KEY'];

function refuseUnknown(keys: readonly string[]): void {
  const known = new Set<string>(CONFIG_KEYS.map((key) => key.env));
  const unknown = keys.filter((key) => !known.has(key) && !OF_CLIENTS.includes(key)).sort()[0];
  if (unknown === undefined) return;
  const nearest = [...known].sort((a, b) => distance(unknown, a) - distance(unknown, b))[0]!;
  throw new DomainError('config.unknown_key', 'invalid', `${unknown} is not a setting of this version.`, {
    field: unknown,
    remedy: `Did you mean ${nearest}? Otherwise remove the variable; .env.example lists all of them.`,
    details: { nearest },
  });
}

/** What a value must be, in words that follow the name of its variable. */
interface Demand {
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
}

const NOT_EMPTY: Demand = { must: 'must not be empty', holds: (value) => value !== '' };

const FLAG: Demand = { must: 'must be true or false', holds: (value) => typeof value === 'boolean' };

const PORT = wholeNumber(0, 65_535);

const DEMANDS: Readonly<Partial<Record<ConfigField, Demand>>> = {
  databaseUrl: {
    must: 'must look like postgres://USER:PASSWORD@HOST:5432/DATABASE',
    holds: (value) =>
      value === null || (value instanceof Secret && isUrlOf(value.reveal(), ['postgres:', 'postgresql:'])),
  },
  databasePool: wholeNumber(2, 200),
  neo4jUrl: {
    must: 'must look like bolt://HOST:7687 or neo4j+s://HOST',
    holds: (value) => value === null || /^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^\s/]+/.test(String(value)),
  },
  neo4jUser: NOT_EMPTY,
  port: PORT,
  host: NOT_EMPTY,
  rateLimit: wholeNumber(0, 1_000_000),
  hookPort: { ...PORT, holds: (value) => value === null || PORT.holds(value) },
  hookHost: NOT_EMPTY,
  metricsPort: { ...PORT, holds: (value) => value === null || PORT.holds(value) },
  metricsHost: NOT_EMPTY,
  role: oneOf(ROLES),
  logLevel: oneOf(LOG_LEVELS),
  graphCacheMb: wholeNumber(64, 1_048_576),
  activityDays: wholeNumber(0, 3_650),
  alertNetworks: {
    must: 'must be networks such as 10.20.0.0/16, with commas between them',
    holds: (value) => (value as readonly string[]).every(isNetwork),
  },
  alertsPerHour: wholeNumber(1, 10_000_000),
  alertPorts: {
    must: 'must be ports from 1 to 65535, with commas between them',
    holds: (value) =>
      (value as readonly string[]).every((port) => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535),
  },
  closeIdleDetections: FLAG,
  smtpUrl: {
    must: 'must look like smtp://USER:PASSWORD@HOST:587 or smtps://HOST:465',
    holds: (value) => value === null || (value instanceof Secret && isUrlOf(value.reveal(), ['smtp:', 'smtps:'])),
  },
  smtpFrom: { must: 'must be an address such as posture@acme.example', holds: (value) => isMailbox(String(value)) },
  noticeTo: {
    must: 'must be addresses such as oncall@acme.example, with commas between them',
    holds: (value) => (value as readonly string[]).every(isMailbox),
  },
  allowLoopback: FLAG,
};

function wholeNumber(least: number, most: number): Demand {
  return {
    must: `must be a whole number from ${least} to ${most}`,
    holds: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

function oneOf(values: readonly string[]): Demand {
  return { must: `must be one of ${values.join(', ')}`, holds: (value) => values.includes(String(value)) };
}

function refuseInvalid(config: AppConfig): void {
  const problems = CONFIG_KEYS.flatMap(({ env, field }) => {
    const demand = DEMANDS[field];
    return demand === undefined || demand.holds(config[field]) ? [] : [{ field: env, message: demand.must }];
  });
  const [first] = problems;
  if (first === undefined) return;
  const sentences = problems.map(({ field, message }) => `${field} ${message}`);
  throw new DomainError('config.invalid', 'invalid', `${sentences.join('; ')}.`, {
    field: first.field,
    remedy: 'Correct the variable, or unset it to use the default; .env.example explains each.',
    details: { problems },
  });
}

function isNetwork(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  const family = isIP(address);
  return family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

function isMailbox(text: string): boolean {
  return /^[^\s@,<>"]{1,64}@[^\s@,<>"]{1,255}$/.test(text);
}

function isUrlOf(text: string, protocols: readonly string[]): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return protocols.includes(protocol) && (hostname !== '' || protocol.startsWith('postgres'));
  } catch {
    return false;
  }
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
