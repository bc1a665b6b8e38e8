import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock';
import { EmbeddedPostgres } from '../database/embedded-postgres';
import { SecretBox } from '../secrets/secret-box';
import { DirectoryLock } from './directory-lock';
import { privateDirectory } from './private-path';

const FIELD = 'POSTURE_DATA_DIR';
/** Only an administrator can give a directory away. */
const itAsRoot = process.geteuid?.() === 0 ? it : it.skip;

describe('what is kept on disk', () => {
  let base: string;
  let dir: string;
  const umask = process.umask();
  const exposed = (message: string) =>
    expect.objectContaining({
      code: 'data_dir.exposed',
      message: expect.stringContaining(message),
      remedy: expect.any(String),
    });
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'posture-private-'));
    dir = join(base, 'data');
  });
  afterEach(() => {
    process.umask(umask);
    rmSync(base, { recursive: true, force: true });
  });

  it.each([0o000, 0o022, 0o177, 0o777])('is in a directory of this user alone, under a umask of %o', (mask) => {
    process.umask(mask);
    privateDirectory(dir, FIELD);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('closes a directory of this user that others could read', () => {
    mkdirSync(dir);
    chmodSync(dir, 0o775);
    privateDirectory(dir, FIELD);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['everybody', 0o777],
    ['everybody', 0o757],
  ])('is refused where %s may put another directory in its place (%o)', (who, mode) => {
    chmodSync(base, mode);
    expect(() => privateDirectory(dir, FIELD)).toThrow(exposed(`${who} may write to ${base}`));
  });

  itAsRoot('is refused where a group of others may put another directory in its place', () => {
    chownSync(base, 0, 4_321);
    chmodSync(base, 0o775);
    expect(() => privateDirectory(dir, FIELD)).toThrow(exposed(`group 4321 may write to ${base}`));
  });

  it('is taken in a shared directory where only owners may rename, as in /tmp', () => {
    chmodSync(base, 0o1777);
    privateDirectory(dir, FIELD);
    expect(statSync(dir).isDirectory()).toBe(true);
  });

  it('is refused where a parent further up is open, also behind a link', () => {
    mkdirSync(join(base, 'open/closed'), { recursive: true });
    chmodSync(join(base, 'open'), 0o777);
    symlinkSync(join(base, 'open/closed'), join(base, 'there'));
    expect(() => privateDirectory(join(base, 'open/closed/data'), FIELD)).toThrow(exposed('everybody'));
    expect(() => privateDirectory(join(base, 'there/data'), FIELD)).toThrow(exposed('everybody'));
  });

  it('is refused behind a link, which may be led elsewhere later', () => {
    mkdirSync(join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), dir);
    expect(() => privateDirectory(dir, FIELD)).toThrow(exposed('it is a link'));
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(exposed('it is a link'));
  });

  itAsRoot('is refused where another user prepared it, however it is set', () => {
    mkdirSync(dir, { mode: 0o777 });
    chownSync(dir, 4_321, 4_321);
    expect(() => privateDirectory(dir, FIELD)).toThrow(exposed('it belongs to user 4321'));
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(exposed('it belongs to user 4321'));
  });

  itAsRoot('is refused where another user prepared a part of it', async () => {
    for (const part of ['pg', 'run']) {
      mkdirSync(join(dir, part), { recursive: true });
      chownSync(join(dir, part), 4_321, 4_321);
      await expect(EmbeddedPostgres.start(dir)).rejects.toEqual(exposed('it belongs to user 4321'));
      rmSync(join(dir, part), { recursive: true });
    }
    writeFileSync(join(dir, 'posture.lock'), '{}');
    chownSync(join(dir, 'posture.lock'), 4_321, 4_321);
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(exposed('posture.lock'));
  });

  it('takes no key by a link, nor one that lies where everybody may put another', () => {
    const key = join(base, 'master.key');
    SecretBox.open(key);
    symlinkSync(key, join(base, 'link.key'));
    expect(() => SecretBox.open(join(base, 'link.key'))).toThrow(exposed('it is a link'));
    symlinkSync(join(base, 'nowhere'), join(base, 'dangling.key'));
    expect(() => SecretBox.open(join(base, 'dangling.key'))).toThrow(exposed('it is a link'));
    chmodSync(base, 0o777);
    expect(() => SecretBox.open(key)).toThrow(exposed('everybody may write'));
    expect(() => SecretBox.open(join(base, 'new.key'))).toThrow(exposed('everybody may write'));
  });

  itAsRoot('takes no key of another user', () => {
    const key = join(base, 'master.key');
    SecretBox.open(key);
    chownSync(key, 4_321, 4_321);
    expect(() => SecretBox.open(key)).toThrow(exposed('it belongs to user 4321'));
  });
});
