/**
 * Before the specs of a run: a directory that all they write goes to, and the servers they share. In memory where
 * there is room: an embedded database is a thousand files, and is made for nearly every spec.
 */
const { chmodSync, existsSync, mkdtempSync, statfsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { RunServers } = require('./run-servers.ts');

const MEMORY = '/dev/shm';
const TMPFS = 0x01021994;
const ROOM_BYTES = 6 * 1024 ** 3;

module.exports = async () => {
  const dir = mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), 'posture-run-'));
  // PostgreSQL's server may run as another user.
  chmodSync(dir, 0o755);
  process.env.TMPDIR = dir;
  globalThis.postureRun = { dir, servers: await RunServers.open(dir) };
};

function hasRoom() {
  if (process.env.TMPDIR !== undefined || !existsSync(MEMORY)) return false;
  const { type, bavail, bsize } = statfsSync(MEMORY);
  return type === TMPFS && bavail * bsize >= ROOM_BYTES;
}
