import { createHash } from 'node:crypto';
import { builtFile } from '../package-root';
import { MIGRATIONS } from './migrations';

/**
 * Where the build leaves an embedded database that these very migrations were applied to: a gzipped, serialized
 * `[path, content | null][]`, null for a folder. Other migrations have another name, so nothing in it can be stale.
 */
export function freshDatabaseFile(): string {
  const digest = createHash('sha256').update(JSON.stringify(MIGRATIONS)).digest('hex').slice(0, 16);
  return builtFile(`embedded-postgres-${digest}.gz`);
}
