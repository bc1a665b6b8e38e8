import { accessSync, constants, lstatSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DomainError } from '@posture/domain';
import { uuidv7 } from '@posture/platform';

/** Before minutes of reading, not after them. @param option that named the file @throws {DomainError} `out.unwritable` */
export function refuseUnwritable(file: string, option: string): void {
  try {
    accessSync(isReplaced(file) ? dirname(resolve(file)) : file, constants.W_OK);
  } catch (cause) {
    throw unwritable(file, option, cause);
  }
}

/**
 * For its owner alone: findings name people. A file that is there is replaced whole once the new one is written, and keeps
 * what it holds when that fails.
 * @throws as `refuseUnwritable`
 */
export function writeOut(file: string, text: string, option: string): void {
  const content = text === '' ? '' : `${text}\n`;
  try {
    if (!isReplaced(file)) return writeFileSync(file, content);
    const draft = `${resolve(file)}.${uuidv7()}`;
    try {
      writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (cause) {
    throw unwritable(file, option, cause);
  }
}

/** A pipe or a terminal is written to. @throws for what is neither: a link leads to what others may have chosen */
function isReplaced(file: string): boolean {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new Error('a directory');
  const isFile = found === undefined || found.isFile();
  if (isLink && isFile) throw new Error('a link');
  return isFile;
}

function unwritable(file: string, option: string, cause: unknown): DomainError {
  return new DomainError('out.unwritable', 'invalid', `The file ${file} cannot be written.`, {
    field: option,
    remedy: 'Give a path in a folder this user may write to, and no link.',
    cause,
  });
}
