/**
 * Source of the worker thread, as text: it runs the same from `dist`, from jest and from a bundle, and needs no file
 * beside the compiled code. It knows only the paths it is given.
 *
 * pglite-socket hands messages of its clients to the one backend as they come. Between Parse and Sync another
 * client's message would replace the unnamed statement, so the backend is declared busy until a Sync.
 */
export const EMBEDDED_POSTGRES_WORKER = `
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { deserialize } = require('node:v8');
const { parentPort, workerData } = require('node:worker_threads');
const { gunzipSync } = require('node:zlib');
const { PGlite } = require(workerData.pglite);
const { PGLiteSocketServer } = require(workerData.pgliteSocket);

// Against a power cut, which does not spare this store anyway, they cost a sixth of the time of a scan.
const SETTINGS = ['full_page_writes = off', 'wal_init_zero = off'];
const ENDS_EXCHANGE = new Set(['S', 'Q', 'X', 'p'].map((letter) => letter.charCodeAt(0)));

function exclusiveUntilSync(db) {
  let midExchange = false;
  return new Proxy(db, {
    get(target, name) {
      if (name === 'isInTransaction') return () => midExchange || target.isInTransaction();
      if (name === 'exec') {
        return (...args) => {
          midExchange = false;
          return target.exec(...args);
        };
      }
      if (name === 'execProtocolRawStream') {
        return (message, options) => {
          const startup = message[0] === 0;
          midExchange = !startup && !ENDS_EXCHANGE.has(message[0]);
          return target.execProtocolRawStream(message, options);
        };
      }
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function unpack(template, dir) {
  mkdirSync(dir, { mode: 0o700 });
  for (const [path, content] of deserialize(gunzipSync(readFileSync(template)))) {
    if (content === null) mkdirSync(join(dir, path), { mode: 0o700 });
    else writeFileSync(join(dir, path), content, { mode: 0o600 });
  }
}

async function createDatabase(dir) {
  const db = await PGlite.create({ dataDir: dir });
  for (const setting of SETTINGS) await db.exec('alter system set ' + setting);
  await db.close();
}

/** Beside its place and then moved there: whoever is stopped half-way leaves nothing that looks like a database. */
async function makeDatabase({ dataDir, template }) {
  const draft = dataDir + '.new';
  rmSync(draft, { recursive: true, force: true });
  if (existsSync(template)) unpack(template, draft);
  else await createDatabase(draft);
  renameSync(draft, dataDir);
}

async function start() {
  if (!existsSync(workerData.dataDir)) await makeDatabase(workerData);
  const db = await PGlite.create({ dataDir: workerData.dataDir });
  const server = new PGLiteSocketServer({ db: exclusiveUntilSync(db), path: workerData.socketPath, maxConnections: 20 });
  await server.start();
  parentPort.on('message', async () => {
    await server.stop();
    await db.close();
    parentPort.postMessage({ stopped: true });
  });
  parentPort.postMessage({ ready: true });
}

start().catch((error) => parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) }));
`;
