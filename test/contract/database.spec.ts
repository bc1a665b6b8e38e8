import { setTimeout as delay } from 'node:timers/promises';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AppConfig, Database, Secret, openStore, systemClock } from '@posture/platform';
import { MIGRATIONS } from '../../libs/platform/src/database/migrations/index';
import { Gate } from '../support/gate';
import { query, sharedPostgres, startPostgres } from '../support/postgres';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

@Entity('purse')
class Purse {
  @PrimaryColumn('text')
  readonly owner: string;

  @Column('int')
  readonly coins: number;
}

const NAMES = MIGRATIONS.map((migration) => migration.name);
const FUTURE = { name: 'future-001', up: ['create table future (n int)'], down: ['drop table future'] };

const CUT_NEWEST = `select pg_terminate_backend(pid) from (select pid from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() order by backend_start desc limit 1) newest`;

describe.each(STORE_KINDS)('Database on the %s store', (kind) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await openTestStore(kind, [Purse]);
    database = store.database;
    await database.query('create table purse (owner text primary key, coins int not null)');
  });
  afterAll(() => store.close());
  beforeEach(() => database.query(`delete from purse`));

  it('is migrated by whoever comes first, and undone in reverse', async () => {
    const other = await store.connect();
    expect(await database.revert(NAMES.length)).toEqual([...NAMES].reverse());
    const applied = await Promise.all([database.migrate(), other.migrate()]);
    expect(applied.flat()).toEqual(NAMES);
  });

  it('refuses a schema that a newer version migrated', async () => {
    const future = [...MIGRATIONS, FUTURE];
    await database.migrate(future);
    await expect(database.migrate()).rejects.toMatchObject({
      code: 'schema.newer',
      message: expect.stringContaining('future-001'),
      remedy: expect.stringContaining('posture migrate --undo 1'),
    });
    expect(await database.revert(1, future)).toEqual(['future-001']);
    expect(await database.migrate()).toEqual([]);
  });

  it('keeps nothing of a migration that fails half-way', async () => {
    const broken = { ...FUTURE, up: [...FUTURE.up, 'insert into future values (1, 2)'] };
    await expect(database.migrate([...MIGRATIONS, broken])).rejects.toThrow('more expressions than target columns');
    expect(await database.migrate()).toEqual([]);
    expect(await database.migrate([...MIGRATIONS, FUTURE])).toEqual(['future-001']);
    await database.revert(1, [...MIGRATIONS, FUTURE]);
  });

  it('takes over what an earlier build noted as applied, without running it again', async () => {
    await asEarlierBuild(database, NAMES);
    const other = await store.connect();
    expect(await Promise.all([database.migrate(), other.migrate()])).toEqual([[], []]);
    expect(await database.query(`select to_regclass('schema_migration') as former`)).toEqual([{ former: null }]);
    expect(await database.revert(NAMES.length)).toEqual([...NAMES].reverse());
    expect(await database.migrate()).toEqual(NAMES);
  });

  it('goes on where an earlier build stopped', async () => {
    await database.revert(2);
    await asEarlierBuild(database, NAMES.slice(0, -2));
    expect(await database.migrate()).toEqual(NAMES.slice(-2));
  });

  it('leaves the notes of an earlier build alone when they name what it does not know', async () => {
    await asEarlierBuild(database, [...NAMES, 'future-001']);
    await expect(database.migrate()).rejects.toMatchObject({ code: 'schema.newer' });
    expect(await database.query('select name from schema_migration')).toHaveLength(NAMES.length + 1);
    await database.execute(`delete from schema_migration where name = 'future-001'`);
    expect(await database.migrate()).toEqual([]);
  });

  it('hands out the rows of an entity, inside a transaction those the transaction sees', async () => {
    await database.repository(Purse).insert({ owner: 'ada', coins: 1 });
    await expect(
      database.transaction(async (tx) => {
        await tx.repository(Purse).update({ owner: 'ada' }, { coins: 2 });
        expect(await tx.query('select coins from purse')).toEqual([{ coins: 2 }]);
        expect(await tx.repository(Purse).findOneBy({ owner: 'ada' })).toEqual({ owner: 'ada', coins: 2 });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await database.repository(Purse).find()).toEqual([{ owner: 'ada', coins: 1 }]);
  });

  it('rolls back all of a transaction that fails, and passes its error on', async () => {
    await expect(
      database.transaction(async (tx) => {
        await tx.query(`insert into purse values ('ada', 1)`);
        await tx.query(`insert into purse values ('ada', 2)`);
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('purse_pkey') });
    expect(await database.query('select * from purse')).toEqual([]);
  });

  it('keeps the transactions of several clients apart', async () => {
    await database.query(`insert into purse values ('ada', 0)`);
    const clients = [database, await store.connect(), await store.connect()];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        clients[n % 3]!.transaction(async (tx) => {
          const [row] = await tx.query<{ coins: number }>(`select coins from purse where owner = 'ada' for update`);
          await tx.query(`update purse set coins = $1 where owner = 'ada'`, [row!.coins + 1]);
        }),
      ),
    );
    expect(await database.query(`select coins from purse`)).toEqual([{ coins: 60 }]);
  });

  it('shows nothing uncommitted, and answers each caller with its own rows', async () => {
    const other = await store.connect();
    const seen = await Promise.all([
      database.transaction(async (tx) => {
        await tx.query(`insert into purse values ('bo', 5)`);
        await tx.query('select pg_sleep(0.05)');
        await tx.query(`delete from purse where owner = 'bo'`);
      }),
      ...Array.from({ length: 40 }, (_, n) =>
        other.query<{ n: number; rows: number }>(`select $1::int as n, (select count(*) from purse)::int as rows`, [n]),
      ),
    ]);
    expect(seen.slice(1)).toEqual(Array.from({ length: 40 }, (_, n) => [{ n, rows: 0 }]));
  });
});

const onServer = STORE_KINDS.includes('server') ? describe : undefined;
onServer?.('Database on a PostgreSQL server', () => {
  it('runs a transaction again when the server could not serialize it', async () => {
    const store = await openTestStore('server');
    const other = await store.connect();
    await store.database.query('create table purse (owner text primary key, coins int not null)');
    await store.database.query(`insert into purse values ('ada', 0)`);
    let runs = 0;
    const add = (client: Database) =>
      client.transaction(
        async (tx) => {
          runs += 1;
          const [row] = await tx.query<{ coins: number }>(`select coins from purse`);
          await tx.query('select pg_sleep(0.02)');
          await tx.query(`update purse set coins = $1`, [row!.coins + 1]);
        },
        { isolation: 'SERIALIZABLE', retries: 20 },
      );
    await Promise.all([add(store.database), add(other), add(store.database), add(other)]);
    expect(await store.database.query('select coins from purse')).toEqual([{ coins: 4 }]);
    expect(runs).toBeGreaterThan(4);
    await store.close();
  });

  it('says so when its connection is lost between two statements of a transaction', async () => {
    const store = await openTestStore('server');
    const other = await store.connect();
    const work = store.database.transaction(async (tx) => {
      const [mine] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await other.query('select pg_terminate_backend($1)', [mine!.pid]);
      await delay(200);
      await tx.query('select 1');
    });

    await expect(work).rejects.toMatchObject({ code: 'database.unreachable', kind: 'unavailable' });
    expect(await store.database.query('select 1 as n')).toEqual([{ n: 1 }]);
    await store.close();
  });

  it('goes on when a connection is ended in the moment it is made', async () => {
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    const url = await outcome.server.createDatabase();
    const way = await Gate.before(url);
    const database = await Database.connect({ url: way.url, poolSize: 2 });
    try {
      await database.transaction(async (tx) => {
        await tx.query('select 1');
        // The answer to the start of another connection comes together with the news of its end.
        way.hold();
        const asked = database.query('select 1').catch((error: unknown) => error);
        await way.heldSome();
        const ended = way.letGoOnceEnded();
        await query(url, CUT_NEWEST);
        await ended;
        expect(await asked).toMatchObject({ code: 'database.unreachable' });
      });
      expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
    } finally {
      await database.close();
      await way.close();
      await outcome.server.stop();
    }
  });

  it('says clearly that the server is gone, or refuses us', async () => {
    const outcome = await startPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    const url = await outcome.server.createDatabase();
    const database = await Database.connect({ url }, [Purse]);
    const elsewhere = new URL(url);
    elsewhere.pathname = '/nowhere';
    await expect(Database.connect({ url: elsewhere.toString() })).rejects.toMatchObject({
      code: 'database.refused',
      field: 'POSTURE_DATABASE_URL',
    });
    await outcome.server.stop();
    await expect(database.query('select 1')).rejects.toMatchObject({
      code: 'database.unreachable',
      kind: 'unavailable',
    });
    await expect(database.repository(Purse).find()).rejects.toMatchObject({ code: 'database.unreachable' });
    await expect(Database.connect({ url })).rejects.toMatchObject({
      code: 'database.unreachable',
      remedy: expect.stringContaining('POSTURE_DATABASE_URL'),
    });
    await database.close();
  });
});

describe('openStore', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-open-'));
  const config = AppConfig.parse({ POSTURE_DATA_DIR: join(dir, 'data') });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('makes a data directory for its user only, keeps what was written, and lets one process in', async () => {
    const store = await openStore(config, systemClock);
    const applied = await store.database.query<{ name: string }>('select name from migrations order by id');
    expect(applied.map(({ name }) => name)).toEqual(NAMES);
    expect(statSync(config.dataDir).mode & 0o777).toBe(0o700);
    await expect(openStore(config, systemClock)).rejects.toMatchObject({
      code: 'data_dir.locked',
      message: expect.stringContaining(`${process.pid}`),
    });
    await store.database.query('create table kept (sealed text)');
    await store.database.query('insert into kept values ($1)', [store.secrets.seal(new Secret('x'), 'r')]);
    await store.close();
    expect(existsSync(join(config.dataDir, 'posture.lock'))).toBe(false);
    const again = await openStore(config, systemClock);
    const [row] = await again.database.query<{ sealed: string }>('select sealed from kept');
    expect(again.secrets.unseal(row!.sealed, 'r').reveal()).toBe('x');
    expect(again.migrated).toEqual([]);
    await again.close();
  });

  it('works in a directory whose path is too long for a socket', async () => {
    const deep = AppConfig.parse({ POSTURE_DATA_DIR: join(dir, 'd'.repeat(120)) });
    const store = await openStore(deep, systemClock);
    expect(await store.database.query('select 1 as n')).toEqual([{ n: 1 }]);
    await store.close();
  });

  it('leaves the directory unlocked when it cannot open the store', async () => {
    const broken = AppConfig.parse({ POSTURE_DATA_DIR: join(dir, 'broken'), POSTURE_MASTER_KEY_FILE: '/dev/null/key' });
    await expect(openStore(broken, systemClock)).rejects.toMatchObject({ code: expect.stringMatching(/^secret\./) });
    expect(existsSync(join(broken.dataDir, 'posture.lock'))).toBe(false);
  });

  it('says so when no server answers at the URL', async () => {
    const remote = AppConfig.parse({
      POSTURE_DATA_DIR: dir,
      POSTURE_DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x',
    });
    await expect(openStore(remote, systemClock)).rejects.toMatchObject({
      code: 'database.unreachable',
      message: expect.not.stringContaining('hunter2'),
    });
  });
});

/** The ledger as builds wrote it before the library kept it. */
async function asEarlierBuild(database: Database, applied: readonly string[]): Promise<void> {
  await database.query('drop table migrations');
  await database.query(
    'create table schema_migration (name text primary key, applied_at timestamptz not null default now())',
  );
  await database.query('insert into schema_migration (name) select unnest($1::text[])', [[...applied].sort()]);
}
