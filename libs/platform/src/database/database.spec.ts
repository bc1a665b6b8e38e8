import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database';
import { EmbeddedPostgres } from './embedded-postgres';
import { MIGRATIONS } from './migrations';

const NOT_BUILT = join(tmpdir(), 'none.gz');

describe('Database on an embedded store', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-db-'));
  let postgres: EmbeddedPostgres;
  let database: Database;

  beforeAll(async () => {
    postgres = await EmbeddedPostgres.start(dir, NOT_BUILT);
    database = await Database.connect(postgres);
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
    rmSync(dir, { recursive: true });
  });

  it('applies every migration once and can undo all of them', async () => {
    const names = await database.migrate();
    expect(names.length).toBeGreaterThan(0);
    expect(await database.migrate()).toEqual([]);
    expect(await database.revert(names.length)).toEqual([...names].reverse());
    expect(await database.migrate()).toEqual(names);
  });

  it('keeps nothing of a transaction that failed', async () => {
    await database.query('create table t (n int)');
    await expect(
      database.transaction(async (tx) => {
        await tx.query('insert into t values (1)');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await database.query('select * from t')).toEqual([]);
    expect(await database.execute('insert into t values (1), (2)')).toBe(2);
  });

  it('uses the room of rows that were replaced again', async () => {
    const size = async () => (await database.query<{ size: string }>(`select pg_relation_size('r') as size`))[0]!.size;
    await database.query('create table r as select n from generate_series(1, 5000) n');
    await database.query('update r set n = n + 1');
    await database.reclaim(['r']);
    const before = await size();
    await database.query('update r set n = n + 1');

    expect(await size()).toBe(before);
  });

  it('answers many callers at once with their own rows', async () => {
    const other = await Database.connect(postgres);
    const third = await Database.connect(postgres);
    const all = Array.from({ length: 300 }, async (_, i) => {
      const db = [database, other, third][i % 3]!;
      const [row] = await db.query<{ n: string }>(
        i % 2 === 0 ? 'select $1::text as n' : "select $1::text || 'x' as n",
        [`${i}`],
      );
      return row?.n;
    });
    expect(await Promise.all(all)).toEqual(Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? `${i}` : `${i}x`)));
    await other.close();
    await third.close();
  });
});

describe('An embedded store that is started for the first time', () => {
  it.each([
    ['with the database the build made', undefined],
    ['without it', NOT_BUILT],
  ])(
    'is whole %s, even after a start that was stopped half-way',
    async (_name, template) => {
      const dir = mkdtempSync(join(tmpdir(), 'posture-db-'));
      mkdirSync(join(dir, 'pg.new'));
      writeFileSync(join(dir, 'pg.new', 'PG_VERSION'), 'half');
      const postgres = await EmbeddedPostgres.start(dir, template);
      const database = await Database.connect(postgres);

      await database.migrate();
      expect(await database.revert(MIGRATIONS.length)).toHaveLength(MIGRATIONS.length);
      expect(readdirSync(dir)).not.toContain('pg.new');

      await database.close();
      await postgres.stop();
      rmSync(dir, { recursive: true });
    },
    60_000,
  );
});
