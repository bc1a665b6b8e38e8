import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock';
import { DirectoryLock } from './directory-lock';

describe('DirectoryLock', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'posture-lock-'));
    file = join(dir, 'posture.lock');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('lets one holder in and names it to the next', () => {
    const lock = DirectoryLock.acquire(dir, systemClock);
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(
      expect.objectContaining({ code: 'data_dir.locked', message: expect.stringContaining(`process ${process.pid}`) }),
    );
    lock.release();
    expect(existsSync(file)).toBe(false);
    DirectoryLock.acquire(dir, systemClock).release();
  });

  it('takes the lock of a killed process at once', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const born = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ')[21];
    const host = hostOf();
    writeFileSync(file, JSON.stringify({ pid: child.pid, host, born }));
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(expect.objectContaining({ code: 'data_dir.locked' }));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    DirectoryLock.acquire(dir, systemClock).release();
  });

  it('is not fooled by a process id that was given to another process', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostOf(), born: '1' }));
    DirectoryLock.acquire(dir, systemClock).release();
  });

  it('takes a lock whose writer died while writing it', () => {
    writeFileSync(file, '{"pi');
    DirectoryLock.acquire(dir, systemClock).release();
  });

  it('believes a holder on another host while it shows signs of life', () => {
    writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere.example', born: null }));
    expect(() => DirectoryLock.acquire(dir, systemClock)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('elsewhere.example') }),
    );
    const longAgo = new Date(systemClock.now().getTime() - 60_000);
    utimesSync(file, longAgo, longAgo);
    DirectoryLock.acquire(dir, systemClock).release();
  });

  it('says so when the directory cannot be used', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => DirectoryLock.acquire(join(dir, 'file', 'sub'), systemClock)).toThrow(
      expect.objectContaining({ code: 'data_dir.unusable', field: 'POSTURE_DATA_DIR' }),
    );
  });

  function hostOf(): string {
    const lock = DirectoryLock.acquire(dir, systemClock);
    const { host } = JSON.parse(readFileSync(file, 'utf8')) as { host: string };
    lock.release();
    return host;
  }
});
