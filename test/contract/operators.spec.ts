import { ApiKeyStore } from '@posture/operators';
import type { Database } from '@posture/platform';
import { MIGRATIONS } from '../../libs/platform/src/database/migrations/index';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('API keys on the %s store', (kind) => {
  let store: TestStore;
  let now: Date;
  const keysOver = (database: Database) => new ApiKeyStore(database, { now: () => now });
  let keys: ApiKeyStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('delete from api_key');
    now = new Date('2026-03-01T23:59:00Z');
    keys = keysOver(store.database);
  });

  it('know whom a key stands for, and nobody by another', async () => {
    const value = (await keys.createFirst())!;

    const principal = await keys.authenticate(value);

    expect(principal).toEqual({
      kind: 'api_key',
      id: expect.any(String),
      name: 'owner',
      role: 'owner',
      connections: null,
    });
    expect(await keys.authenticate(`${value}x`)).toBeNull();
    expect(JSON.stringify(await store.database.query('select * from api_key'))).not.toContain(value);
  });

  it('make the first one once, also for processes that start together', async () => {
    const others = await Promise.all([store.connect(), store.connect(), store.connect()]);

    const made = await Promise.all([keys, ...others.map(keysOver)].map((each) => each.createFirst()));

    expect(made.filter((value) => value !== null)).toHaveLength(1);
    expect(await keys.createFirst()).toBeNull();
  });

  it('replace all others', async () => {
    const lost = (await keys.createFirst())!;

    const fresh = await keys.replace();

    expect(await keys.authenticate(lost)).toBeNull();
    expect(await keys.authenticate(fresh)).not.toBeNull();
    expect(await keys.createFirst()).toBeNull();
  });

  it('end at the instant they expire', async () => {
    const value = (await keys.createFirst())!;
    await store.database.query('update api_key set expires_at = $1', [new Date('2026-03-02T00:00:00Z')]);

    expect(await keys.authenticate(value)).not.toBeNull();
    now = new Date('2026-03-02T00:00:00Z');
    expect(await keys.authenticate(value)).toBeNull();
  });

  it('keep the UTC day of their last use', async () => {
    const value = (await keys.createFirst())!;
    const lastUse = () => store.database.query('select last_used_on::text as day from api_key');
    expect(await lastUse()).toEqual([{ day: null }]);

    await keys.authenticate(value);
    expect(await lastUse()).toEqual([{ day: '2026-03-01' }]);
    now = new Date('2026-03-02T00:01:00Z');
    await keys.authenticate(value);
    await keys.authenticate(value);
    expect(await lastUse()).toEqual([{ day: '2026-03-02' }]);
  });

  it('stay with the owner when they were made before keys had roles', async () => {
    const step = MIGRATIONS.findIndex(({ name }) => name === 'operators-002-key-roles');
    await store.database.revert(MIGRATIONS.length - step);
    await store.database.query(`insert into api_key (id, name, hash, created_at) values (gen_random_uuid(), 'old',
      encode(sha256('posture_old'), 'hex'), now())`);
    await store.database.migrate();

    expect(await keys.authenticate('posture_old')).toMatchObject({ name: 'old', role: 'owner' });
  });
});
