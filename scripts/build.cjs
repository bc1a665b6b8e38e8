/**
 * Builds `dist`: the code, and two things made ahead because making them at every start takes seconds: a fresh
 * embedded database with the schema in it, and the shipped rules, checked, in one file.
 */
const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, relative } = require('node:path');
const { serialize } = require('node:v8');
const { gzipSync } = require('node:zlib');

const libs = join(__dirname, '..', 'dist', 'libs');

async function main() {
  await compile();
  // The database is made by a thread of its own: on the other core.
  await Promise.all([makeFreshDatabase(), require(`${libs}/flows/src/shipped-rules`).compileShippedRules()]);
}

async function makeFreshDatabase() {
  const { Database } = require(`${libs}/platform/src`);
  const { EmbeddedPostgres } = require(`${libs}/platform/src/database/embedded-postgres`);
  const { freshDatabaseFile } = require(`${libs}/platform/src/database/fresh-database`);
  const dir = mkdtempSync(join(tmpdir(), 'posture-build-'));
  const postgres = await EmbeddedPostgres.start(dir);
  try {
    const database = await Database.connect(postgres);
    try {
      await database.migrate();
    } finally {
      await database.close();
    }
  } finally {
    // Left running, its thread would keep a build that failed from ending.
    await postgres.stop();
  }
  writeFileSync(freshDatabaseFile(), gzipSync(serialize(contentsOf(join(dir, 'pg')))));
  rmSync(dir, { recursive: true });
}

/** Folders before what is in them. */
function contentsOf(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .map((entry) => [join(entry.parentPath, entry.name), entry.isDirectory()])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, folder]) => [relative(dir, path), folder ? null : readFileSync(path)]);
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
