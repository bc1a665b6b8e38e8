import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DomainError } from '@posture/domain';

const BY_GROUP = 0o020;
const BY_ALL = 0o002;
const STICKY = 0o1000;

/**
 * Makes a directory, or takes one that is there, that nobody but the user this process runs as may read, write or put
 * another in the place of. What others prepared is refused: they would read the key and the sealed credentials in it.
 * @param field the setting that named it
 * @throws {DomainError} `data_dir.exposed` saying what is wrong with which path
 */
export function privateDirectory(dir: string, field: string): void {
  const path = resolve(dir);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  refuseForeign(path, field);
  if ((statSync(path).mode & 0o777) !== 0o700) chmodSync(path, 0o700);
  refuseOpenParents(path, field);
}

/**
 * That what lies at a path was put there by this user: it is no link, and nobody else owns it.
 * @returns false when nothing lies there
 * @throws {DomainError} `data_dir.exposed`
 */
export function refuseForeign(path: string, field: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const user = userId();
  if (user === null) return true;
  if (found.isSymbolicLink()) throw exposed(path, 'it is a link', field, `Name ${targetOf(path)} itself.`);
  if (found.uid !== user) {
    const remedy = 'Name a path that this user made, or give this one to it as an administrator, once it is empty.';
    throw exposed(path, `it belongs to user ${found.uid}, and this is user ${user}`, field, remedy);
  }
  return true;
}

/** Where others may write, they may rename what is there and put their own in its place. */
export function refuseOpenParents(path: string, field: string): void {
  const behindLinks = realpathSync(dirname(resolve(path)));
  for (const parent of [...parentsOf(resolve(path)), behindLinks, ...parentsOf(behindLinks)]) {
    const open = openTo(statSync(parent));
    if (open !== null) throw exposed(path, `${open} may write to ${parent}`, field, `Run: chmod go-w ${parent}`);
  }
}

/** A group that carries its user's number is that user's own, as most distributions make one for each. */
function openTo({ mode, gid }: Stats): string | null {
  if ((mode & STICKY) !== 0 || userId() === null) return null;
  if ((mode & BY_ALL) !== 0) return 'everybody';
  return (mode & BY_GROUP) !== 0 && gid !== userId() ? `group ${gid}` : null;
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

function targetOf(link: string): string {
  try {
    return realpathSync(link);
  } catch {
    return join(dirname(link), 'the directory');
  }
}

/** null: this system knows no such owners. */
function userId(): number | null {
  return process.geteuid?.() ?? null;
}

function exposed(path: string, why: string, field: string, remedy: string): DomainError {
  return new DomainError('data_dir.exposed', 'conflict', `Others could get at what is kept in ${path}: ${why}.`, {
    field,
    remedy,
  });
}
