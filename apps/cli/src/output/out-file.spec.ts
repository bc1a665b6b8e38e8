import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseUnwritable, writeOut } from './out-file';

describe('a file that results are written to', () => {
  let dir: string;
  let file: string;
  const refused = expect.objectContaining({ code: 'out.unwritable', field: '--out' });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'posture-out-'));
    file = join(dir, 'scan.json');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is for its owner alone, also where one that others may read was there', () => {
    writeFileSync(file, 'older');
    chmodSync(file, 0o666);
    refuseUnwritable(file, '--out');
    writeOut(file, '{}', '--out');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['{}\n', 0o600]);
    expect(readdirSync(dir)).toEqual(['scan.json']);
  });

  it('is never reached through a link', () => {
    const target = join(dir, 'target');
    symlinkSync(target, file);
    for (const content of [null, 'kept']) {
      if (content !== null) writeFileSync(target, content);
      expect(() => refuseUnwritable(file, '--out')).toThrow(refused);
      expect(() => writeOut(file, '{}', '--out')).toThrow(refused);
      expect(existsSync(target) ? readFileSync(target, 'utf8') : null).toBe(content);
    }
  });

  it('may be a device, as for a program that takes what it is told', () => {
    refuseUnwritable('/dev/null', '--out');
    writeOut('/dev/null', '{}', '--out');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('is refused before the work where it is a directory, or its directory is none', () => {
    mkdirSync(file);
    expect(() => refuseUnwritable(file, '--out')).toThrow(refused);
    expect(() => refuseUnwritable(join(dir, 'no/such.json'), '--out')).toThrow(refused);
  });
});
