/**
 * Before the specs of a run: a directory that all they write goes to, and the servers they share. In memory where
 * there is room: an embedded database is a thousand files, and is made for nearly every spec.
 */
const { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { RunServers } = require('./run-servers.ts');

const MEMORY = '/dev/shm';
const TMPFS = 0x01021994;
const ROOM_BYTES = 6 * 1024 ** 3;

module.exports = async () => {
  const base = hasRoom() ? MEMORY : tmpdir();
  for (const left of readdirSync(base).filter(isLeft)) rmSync(join(base, left), { recursive: true, force: true });
  const dir = mkdtempSync(join(base, `posture-run-${process.pid}-`));
  // PostgreSQL's server may run as another user.
  chmodSync(dir, 0o755);
  process.env.TMPDIR = dir;
  globalThis.postureRun = { dir, servers: await RunServers.open(dir) };
};

/** Of a run that was killed. */
function isLeft(name) {
  const [, pid] = /^posture-run-(\d+)-/.exec(name) ?? [];
  return pid !== undefined && !existsSync(`/proc/${pid}`) && existsSync('/proc/self');
}

function hasRoom() {
  if (process.env.TMPDIR !== undefined || !existsSync(MEMORY)) return false;
  const { type, bavail, bsize } = statfsSync(MEMORY);
  return type === TMPFS && bavail * bsize >= ROOM_BYTES;
}
