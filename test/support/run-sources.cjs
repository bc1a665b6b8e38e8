/**
 * Lets a plain Node process run the sources: `node -r test/support/run-sources.cjs FILE.ts`. Compiled as jest compiles
 * them, and kept in the directory SOURCE_CACHE names, because a suite that kills processes starts many.
 */
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const jest = require('../../jest.config.cjs');

const [, options] = jest.transform['^.+\\.ts$'];
const aliases = Object.entries(jest.moduleNameMapper).map(([pattern, target]) => [
  new RegExp(pattern),
  target.replace('<rootDir>', jest.rootDir),
]);
const cache = process.env.SOURCE_CACHE ?? '';

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const alias = aliases.find(([pattern]) => pattern.test(request));
  return resolve.call(this, alias === undefined ? request : alias[1], ...rest);
};

Module._extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const kept = join(cache, `${createHash('sha256').update(filename).update('\0').update(source).digest('hex')}.js`);
  if (cache !== '' && existsSync(kept)) return readFileSync(kept, 'utf8');
  // Loaded only when something is to be compiled: the compiler takes longer to load than the compiled code.
  const { code } = require('@swc/core').transformSync(source, { ...options, filename, sourceMaps: false });
  if (cache !== '') {
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return code;
}
