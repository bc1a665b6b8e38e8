import { Client } from 'pg';
import { AbstractLogger, DataSource } from 'typeorm';
import type { ClientConfig } from 'pg';
import type { QueryRunner, ReplicationMode } from 'typeorm';
import { databaseError } from './database-errors';

/** Where PostgreSQL is: a server by URL, or the unix socket of an embedded one. */
export type DatabaseTarget =
  { readonly url: string; readonly poolSize?: number } | { readonly socketDir: string; readonly port: number };

/** A class of a room's `*.entity.ts`. */
export type EntityClass<Row extends object = object> = new () => Row;

const DEFAULT_POOL = 10;

/** An embedded store has one backend: a second connection gains nothing and protocol messages of two would mix. */
const EMBEDDED_POOL = 1;

/** @throws {DomainError} `database.unreachable`, `database.refused` */
export async function openDataSource(target: DatabaseTarget, entities: readonly EntityClass[]): Promise<DataSource> {
  const embedded = 'socketDir' in target;
  const source = new SpeakingDataSource({
    type: 'postgres',
    installExtensions: false,
    applicationName: 'posture',
    entities: [...entities],
    logger: new Silence(),
    ...(embedded
      ? { host: target.socketDir, port: target.port, username: 'postgres', database: 'postgres' }
      : { url: target.url }),
    connectTimeoutMS: 15_000,
    extra: {
      Client: SteadyClient,
      max: embedded ? EMBEDDED_POOL : (target.poolSize ?? DEFAULT_POOL),
      connectionTimeoutMillis: embedded ? 0 : 15_000,
    },
    poolErrorHandler: () => undefined,
  });
  try {
    return await source.initialize();
  } catch (error) {
    throw databaseError(error);
  }
}

/**
 * That a connection ends is told to whoever uses it, by his query, or by his next. The event beside that finds nobody in the
 * moment between the pool, which has just made the connection, and whoever asked for it, and would end the process.
 */
class SteadyClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Every query, a repository's too, fails in our words. */
class SpeakingDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    const speaking = (...args: unknown[]) =>
      query(...args).catch((error: unknown) => {
        throw databaseError(error);
      });
    return Object.assign(runner, { query: speaking as QueryRunner['query'] });
  }
}

/** What goes wrong is thrown; standard output belongs to results. */
class Silence extends AbstractLogger {
  protected override writeLog(): void {}
}
