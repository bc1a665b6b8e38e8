import { inspect } from 'node:util';
import { DomainError } from '@posture/domain';
import { AppConfig } from './app-config';
import { CONFIG_KEYS, renderEnvExample } from './config-keys';

const HOME = { HOME: '/home/mira' };

function refusal(env: Record<string, string>): DomainError {
  try {
    AppConfig.parse({ ...HOME, ...env });
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('AppConfig', () => {
  it('describes a local trial when nothing is set', () => {
    expect(AppConfig.parse({ ...HOME, PATH: '/bin', POSTURE_PORT: '' })).toMatchObject({
      dataDir: '/home/mira/.posture',
      masterKeyFile: '/home/mira/.posture/master.key',
      databaseUrl: null,
      neo4jUrl: null,
      host: '127.0.0.1',
      port: 8420,
      hookPort: null,
      hookHost: '127.0.0.1',
      role: 'all',
      logLevel: 'info',
      allowLoopback: false,
    });
  });

  it('cannot be changed once parsed', () => {
    expect(Object.isFrozen(AppConfig.parse(HOME))).toBe(true);
  });

  it('names an unknown variable and the nearest known one', () => {
    const error = refusal({ POSTURE_DATABSE_URL: 'x' });
    expect(error).toMatchObject({ code: 'config.unknown_key', field: 'POSTURE_DATABSE_URL' });
    expect(error.remedy).toContain('POSTURE_DATABASE_URL');
  });

  it.each([
    ['POSTURE_PORT', '70000'],
    ['POSTURE_PORT', 'http'],
    ['POSTURE_HOOK_PORT', '70000'],
    ['POSTURE_ROLE', 'boss'],
    ['POSTURE_LOG_LEVEL', 'loud'],
    ['POSTURE_DATABASE_URL', 'mysql://db.example/x'],
    ['POSTURE_DATABASE_URL', 'db.example'],
    ['POSTURE_NEO4J_URL', 'http://graph.example'],
    ['POSTURE_GRAPH_CACHE_MB', '1'],
    ['POSTURE_ALLOW_LOOPBACK', 'yes'],
  ])('refuses %s=%s and says which variable it was', (field, value) => {
    const error = refusal({ [field]: value });
    expect(error).toMatchObject({ code: 'config.invalid', field });
    expect(error.message).toContain(field);
  });

  it('shows no password, however it is printed', () => {
    const config = AppConfig.parse({
      ...HOME,
      POSTURE_DATABASE_URL: 'postgres://u:hunter2@db.example/p',
      POSTURE_NEO4J_PASSWORD: 'hunter2',
    });
    expect(`${JSON.stringify(config)} ${inspect(config)} ${String(config.databaseUrl)}`).not.toContain('hunter2');
    expect(config.databaseUrl?.reveal()).toContain('hunter2');
  });

  it('lets a flag win over the environment', () => {
    expect(AppConfig.parse({ ...HOME, POSTURE_DATA_DIR: '/a' }, { dataDir: '/b' }).masterKeyFile).toBe('/b/master.key');
  });

  it('documents each setting in .env.example, with the default it has', () => {
    const text = renderEnvExample();
    for (const key of CONFIG_KEYS) expect(text).toContain(`\n# ${key.env}=${key.default}\n`);
    const env = Object.fromEntries(
      CONFIG_KEYS.filter((key) => key.default !== '' && !key.default.includes('<')).map((key) => [
        key.env,
        key.default,
      ]),
    );
    expect(AppConfig.parse({ ...HOME, ...env })).toEqual(AppConfig.parse(HOME));
  });
});
