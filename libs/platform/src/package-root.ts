import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package: above the sources as above `dist`.
 * @throws {Error} when the code was taken out of its package
 */
export function packageRoot(): string {
  for (let dir = __dirname; dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  throw new Error('There is no package.json above this code: install the whole package.');
}

/** What `scripts/build.cjs` makes ahead; only a shortcut, so it may be missing. */
export function builtFile(name: `rules-${string}.json` | `embedded-postgres-${string}.gz`): string {
  return join(packageRoot(), 'dist', name);
}
