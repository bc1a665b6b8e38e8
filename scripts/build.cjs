/**
 * Builds `dist`: the code, and two things made ahead because making them at every start takes seconds: a fresh
 * embedded database, and the shipped rules, checked, in one file.
 */
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { PGlite } = require('@electric-sql/pglite');

const dist = join(__dirname, '..', 'dist');

async function main() {
  // The compiler is another process: the database is made on the other core.
  const [database] = await Promise.all([freshDatabase(), compile()]);
  writeFileSync(join(dist, 'embedded-postgres.tgz'), database);
  await require('../dist/libs/flows/src/shipped-rules').compileShippedRules();
}

async function freshDatabase() {
  const db = await PGlite.create();
  const archive = await db.dumpDataDir('gzip');
  await db.close();
  return Buffer.from(await archive.arrayBuffer());
}

function compile() {
  const nest = spawn(process.execPath, [require.resolve('@nestjs/cli/bin/nest.js'), 'build', 'server'], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    nest.once('error', reject);
    nest.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The code does not compile.'))));
  });
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
