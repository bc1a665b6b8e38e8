import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@posture/domain';
import { privateDirectory, refuseForeign } from '../store/private-path';
import { EMBEDDED_POSTGRES_WORKER } from './embedded-postgres.worker';
import { freshDatabaseFile } from './fresh-database';

const FIELD = 'POSTURE_DATA_DIR';
/** Part of the socket's file name, `.s.PGSQL.<port>`; nothing listens on a network port. */
const SOCKET_PORT = 5432;
/** Longest path of a unix socket on Linux and macOS, less the file name. */
const MAX_SOCKET_DIR = 100 - `/.s.PGSQL.${SOCKET_PORT}`.length;

type WorkerMessage = { readonly ready: true } | { readonly stopped: true } | { readonly error: string };

/**
 * PGlite in a worker thread, so that a long statement never stops the process's event loop, reached by the ordinary
 * `pg` driver on a unix socket that only this user can open. The caller holds the data directory's lock. It does not
 * fsync: a killed process loses nothing, a power cut may.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly worker: Worker,
    /** Directory and port to give to `Database.connect`. */
    readonly socketDir: string,
    readonly port: number,
    private readonly removeSocketDir: boolean,
  ) {}

  /**
   * @param dataDir created with mode 0700; the database is in its `pg` folder
   * @param template what `freshDatabaseFile` names, to begin with; without the file an empty one is made, which takes
   *   seconds longer
   * @throws {DomainError} `database.embedded_failed`, `data_dir.exposed`
   */
  static async start(dataDir: string, template = freshDatabaseFile()): Promise<EmbeddedPostgres> {
    const runDir = join(dataDir, 'run');
    const filesDir = join(dataDir, 'pg');
    privateDirectory(dataDir, FIELD);
    for (const dir of [runDir, filesDir]) if (refuseForeign(dir, FIELD)) chmodSync(dir, 0o700);
    const ownDir = runDir.length <= MAX_SOCKET_DIR;
    const socketDir = ownDir ? runDir : mkdtempSync(join(tmpdir(), 'posture-'));
    mkdirSync(socketDir, { recursive: true, mode: 0o700 });
    const socketPath = join(socketDir, `.s.PGSQL.${SOCKET_PORT}`);
    if (existsSync(socketPath)) rmSync(socketPath);
    const worker = new Worker(EMBEDDED_POSTGRES_WORKER, {
      eval: true,
      stdout: true,
      stderr: true,
      workerData: {
        pglite: require.resolve('@electric-sql/pglite'),
        pgliteSocket: require.resolve('@electric-sql/pglite-socket'),
        dataDir: filesDir,
        template,
        socketPath,
      },
    });
    const started = new EmbeddedPostgres(worker, socketDir, SOCKET_PORT, !ownDir);
    try {
      await started.expect('ready');
    } catch (error) {
      await worker.terminate();
      throw new DomainError(
        'database.embedded_failed',
        'unavailable',
        `The embedded database in ${dataDir} did not start: ${error instanceof Error ? error.message : String(error)}`,
        {
          field: FIELD,
          remedy:
            'Check free disk space and permissions of the data directory, or set POSTURE_DATABASE_URL to a PostgreSQL server.',
          cause: error,
        },
      );
    }
    return started;
  }

  /** Close every `Database` on it first. */
  async stop(): Promise<void> {
    const stopped = this.expect('stopped');
    this.worker.postMessage('stop');
    await stopped;
    await this.worker.terminate();
    if (this.removeSocketDir) rmSync(this.socketDir, { recursive: true, force: true });
  }

  private expect(what: 'ready' | 'stopped'): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        this.worker.off('message', onMessage);
        this.worker.off('error', onError);
        this.worker.off('exit', onExit);
        outcome();
      };
      const onMessage = (message: WorkerMessage) => {
        if ('error' in message) settle(() => reject(new Error(message.error)));
        else if (what in message) settle(resolve);
      };
      const onError = (error: Error) => settle(() => reject(error));
      const onExit = () => settle(() => (what === 'stopped' ? resolve() : reject(new Error('the worker ended'))));
      this.worker.on('message', onMessage);
      this.worker.on('error', onError);
      this.worker.on('exit', onExit);
    });
  }
}
