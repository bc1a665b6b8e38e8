/**
 * Jest's environment for Node, in a process that keeps the embedded database's program compiled: V8 gives it to each
 * spec's database again, for as long as somebody holds it.
 */
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

const program = join(dirname(require.resolve('@electric-sql/pglite')), 'pglite.wasm');
globalThis.posturePglite = WebAssembly.compile(readFileSync(program));

module.exports = TestEnvironment;
