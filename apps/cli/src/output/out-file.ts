import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DomainError } from '@posture/domain';

/** Before minutes of reading, not after them. @param option that named the file @throws {DomainError} `out.unwritable` */
export function refuseUnwritable(file: string, option: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(resolve(file)), constants.W_OK);
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('a directory');
  } catch (cause) {
    throw unwritable(file, option, cause);
  }
}

/** For its owner alone: findings name people. @throws as `refuseUnwritable` */
export function writeOut(file: string, text: string, option: string): void {
  try {
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
  } catch (cause) {
    throw unwritable(file, option, cause);
  }
}

function unwritable(file: string, option: string, cause: unknown): DomainError {
  return new DomainError('out.unwritable', 'invalid', `The file ${file} cannot be written.`, {
    field: option,
    remedy: 'Give a path in a folder this user may write to.',
    cause,
  });
}
