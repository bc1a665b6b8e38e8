import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@posture/domain';
import type { Clock } from '../clock';
import { uuidv7 } from '../ids';
import { privateDirectory, refuseForeign } from './private-path';
import { isRunning, thisProcess } from './process-mark';
import type { ProcessMark } from './process-mark';

/** How often the holder shows that it lives, and after which silence a holder on another host is taken for dead. */
const BEAT_MS = 10_000;
const SILENCE_MS = 35_000;

/**
 * One process at a time in a data directory: the embedded database has no lock of its own, and a second process would
 * write past the first. The lock of a killed process is taken over at once.
 */
export class DirectoryLock {
  private constructor(
    private readonly file: string,
    private readonly beat: NodeJS.Timeout,
  ) {}

  /** @throws {DomainError} `data_dir.locked` naming the process, `data_dir.exposed`, `data_dir.unusable` */
  static acquire(dataDir: string, clock: Clock): DirectoryLock {
    const file = join(dataDir, 'posture.lock');
    try {
      privateDirectory(dataDir, 'POSTURE_DATA_DIR');
      refuseForeign(file, 'POSTURE_DATA_DIR');
      for (let attempt = 0; attempt < 20; attempt += 1) {
        if (create(file)) return DirectoryLock.held(file, clock);
        removeIfStale(file, clock, dataDir);
      }
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError(
        'data_dir.unusable',
        'invalid',
        `The data directory ${dataDir} cannot be used: ${reason(error)}.`,
        {
          field: 'POSTURE_DATA_DIR',
          remedy: 'Choose a directory this user may write to.',
          cause: error,
        },
      );
    }
    throw locked(dataDir, 'another process is taking it');
  }

  release(): void {
    clearInterval(this.beat);
    const holder = readHolder(this.file);
    if (holder !== null && isThisProcess(holder)) rmSync(this.file, { force: true });
  }

  private static held(file: string, clock: Clock): DirectoryLock {
    const beat = setInterval(() => {
      const now = clock.now();
      try {
        utimesSync(file, now, now);
      } catch {
        clearInterval(beat);
      }
    }, BEAT_MS);
    beat.unref();
    return new DirectoryLock(file, beat);
  }
}

/** Linked into place with its content, so that nobody reads a lock half written. */
function create(file: string): boolean {
  const draft = `${file}.${uuidv7()}`;
  writeFileSync(draft, JSON.stringify(thisProcess()), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Two starters may find the same stale lock: renaming decides, and who renamed a live one by mistake puts it back. */
function removeIfStale(file: string, clock: Clock, dataDir: string): void {
  const holder = readHolder(file);
  if (holder === undefined) return;
  if (holder !== null && lives(holder, file, clock))
    throw locked(dataDir, `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`} uses it`);
  const aside = `${file}.${uuidv7()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readHolder(aside);
  if (taken !== undefined && taken !== null && lives(taken, aside, clock)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

/** null: the file is torn, its writer died while writing it; undefined: there is none. */
function readHolder(file: string): ProcessMark | null | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value = JSON.parse(text) as ProcessMark;
    return typeof value.pid === 'number' ? value : null;
  } catch {
    return null;
  }
}

function lives(holder: ProcessMark, file: string, clock: Clock): boolean {
  return isRunning(holder) ?? clock.now().getTime() - statSync(file).mtimeMs < SILENCE_MS;
}

function isThisProcess(holder: ProcessMark | undefined): boolean {
  return holder?.pid === process.pid && holder.host === hostname();
}

function locked(dataDir: string, why: string): DomainError {
  return new DomainError('data_dir.locked', 'conflict', `The data directory ${dataDir} is in use: ${why}.`, {
    field: 'POSTURE_DATA_DIR',
    remedy:
      'If it is a server, name it with --server, or ask its HTTP API; else stop it, or use another directory with --data-dir.',
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
