import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Secret } from '../secrets/secret';
import type { Logger } from './logger';
import { pinoLogger } from './pino-logger';

const AT = new Date('2026-03-01T10:00:00.000Z');

function logged(work: (logger: Logger) => void, level: 'info' | 'debug' = 'info'): string[] {
  const lines: string[] = [];
  work(pinoLogger({ level, clock: { now: () => AT }, to: { write: (line) => lines.push(line) } }));
  return lines;
}

describe('Logger', () => {
  it('writes one JSON line per event, with the fields it carries along', () => {
    const [line] = logged((logger) => logger.with({ syncId: 's1' }).info('sync.completed', { requests: 12 }));
    expect(JSON.parse(line!)).toEqual({
      at: AT.toISOString(),
      level: 'info',
      event: 'sync.completed',
      syncId: 's1',
      requests: 12,
    });
    expect(line!.endsWith('}\n')).toBe(true);
  });

  it('leaves out what is below its level', () => {
    expect(logged((logger) => logger.debug('page.read'))).toEqual([]);
  });

  it.each([
    ['a Secret', { value: new Secret('canary-1') }],
    ['a header', { headers: { Authorization: 'canary-1' } }],
    ['a nested token', { body: { access_token: 'canary-1' } }],
    ['a token inside a message', { error: new Error('sent Authorization: SSWS 00canary-1') }],
    ['a cause', { error: new Error('outer', { cause: new Error('Bearer abcd.canary-1') }) }],
    ['a password in a URL', { url: 'postgres://posture:canary-1@db.example/posture' }],
    ['a private key', { text: '-----BEGIN PRIVATE KEY-----\ncanary-1\n-----END PRIVATE KEY-----' }],
  ])('redacts %s', (_what, fields) => {
    const [line] = logged((logger) => logger.error('x', fields));
    expect(line).toContain('[redacted]');
    expect(line).not.toContain('canary-1');
  });

  it('has written every line before the process leaves', () => {
    const leave = `require('${__dirname}/stderr-logger.ts')
      .stderrLogger('info', { now: () => new Date(0) })
      .then((logger) => {
        for (let n = 1; n <= 5000; n += 1) logger.info('counted', { n });
        process.exit(3);
      })`;
    const sources = join(__dirname, '../../../../test/support/run-sources.cjs');

    const { status, stderr } = spawnSync(process.execPath, ['-r', sources, '-e', leave], { encoding: 'utf8' });

    expect(status).toBe(3);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { n: number }).n),
    ).toHaveLength(5000);
  });
});
