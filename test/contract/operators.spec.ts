import { ApiKeyStore, KeyAdmission } from '@posture/operators';
import type { KeyMaker, OperatorRole } from '@posture/operators';
import { uuidv7 } from '@posture/platform';
import type { Database } from '@posture/platform';
import { MIGRATIONS } from '../../libs/platform/src/database/migrations/index';
import { PERSON } from '../support/operators';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const DAY_MS = 24 * 3_600_000;

const ROTATION = '00000000-0000-7000-8000-00000000a0a0';

describe.each(STORE_KINDS)('API keys on the %s store', (kind) => {
  let store: TestStore;
  let now: Date;
  const clock = { now: () => now };
  const keysOver = (database: Database) => new ApiKeyStore(database, clock);
  let keys: ApiKeyStore;
  let admission: KeyAdmission;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('delete from api_key');
    now = new Date('2026-03-01T23:59:00Z');
    keys = keysOver(store.database);
    admission = new KeyAdmission(store.database, clock);
  });

  const admit = async (value: string, from = '192.0.2.7') => (await admission.admit(value, from)).principal;
  const later = (days: number) => (now = new Date(now.getTime() + days * DAY_MS));
  const refusalOf = (work: Promise<unknown>) => work.then(() => null).catch((error: { code: string }) => error.code);

  /** One of a role, made by another or by a PERSON, and as whom it makes others. */
  async function made(role: OperatorRole, by: KeyMaker = PERSON, more: { connections?: string[] } = {}) {
    const { key, value } = await keys.create(by, { name: `${role} key`, role, ...more });
    const maker: KeyMaker = {
      actor: { kind: 'api_key', id: key.id, name: key.name },
      role,
      connections: key.connections,
    };
    return { id: key.id, key, value: value.reveal(), maker };
  }

  describe('the first', () => {
    it('knows whom it stands for, and nobody by another', async () => {
      const value = (await keys.createFirst())!;

      const principal = await admit(value);

      expect(principal).toEqual({
        kind: 'api_key',
        id: expect.any(String),
        name: 'owner',
        role: 'owner',
        connections: null,
      });
      expect(await admit(`${value}x`)).toBeNull();
      expect((await keys.list(null))[0]).toMatchObject({ state: 'active', expiresAt: null });
    });

    it('is made once, also for processes that start together', async () => {
      const others = await Promise.all([store.connect(), store.connect(), store.connect()]);

      const values = await Promise.all([keys, ...others.map(keysOver)].map((each) => each.createFirst()));

      expect(values.filter((value) => value !== null)).toHaveLength(1);
      expect(await keys.createFirst()).toBeNull();
    });

    it('gets another value when that was lost, and what it made goes on', async () => {
      const lost = (await keys.createFirst())!;
      const { id } = (await admit(lost))!;
      const maker: KeyMaker = { actor: { kind: 'api_key', id, name: 'owner' }, role: 'owner', connections: null };
      const reader = await made('viewer', maker);

      const fresh = await keys.replace();

      expect(await admit(lost)).toBeNull();
      expect((await admit(fresh))!.id).toBe(id);
      expect(await admit(reader.value)).not.toBeNull();
      expect(await keys.createFirst()).toBeNull();
    });
  });

  describe('a value', () => {
    it('says what it is and carries a checksum, so that a mistyped one is refused without a look at the store', async () => {
      const { value, id } = await made('analyst');
      const mistyped = [...value].map(
        (letter, at) => value.slice(0, at) + (letter === 'a' ? 'b' : 'a') + value.slice(at + 1),
      );
      const blind = new KeyAdmission({} as Database, clock);

      expect(value).toMatch(new RegExp(`^posture_${id.replaceAll('-', '')}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$`));
      for (const wrong of [...mistyped, value.slice(0, -1), `${value}0`, 'posture_', '']) {
        expect(await blind.admit(wrong, null)).toEqual({ principal: null, former: null });
      }
    });

    it('is in no row', async () => {
      const { value, id } = await made('analyst');
      const { value: next } = await keys.rotate(PERSON, id);

      const text = JSON.stringify(await store.database.query('select * from api_key'));
      for (const each of [value, next.reveal()]) {
        expect(text).not.toContain(each);
        expect(text).not.toContain(each.split('_')[2]);
      }
    });

    it('made before keys had roles stays the owner’s', async () => {
      const step = MIGRATIONS.findIndex(({ name }) => name === 'operators-002-key-roles');
      const former = `posture_${'o'.repeat(43)}`;
      await store.database.revert(MIGRATIONS.length - step);
      await store.database.query(`insert into api_key (id, name, hash, created_at) values (gen_random_uuid(), 'old',
        encode(sha256('${former}'), 'hex'), now())`);
      await store.database.migrate();

      expect(await admit(former)).toMatchObject({ name: 'old', role: 'owner', connections: null });
    });
  });

  describe('in the course of time', () => {
    it('live 90 days unless said otherwise and 365 at most, and are told to end 14 days before', async () => {
      const { key, value } = await made('viewer');
      const state = async () => (await keys.get(key.id, null)).state;

      expect((key.expiresAt!.getTime() - now.getTime()) / DAY_MS).toBe(90);
      for (const expiresInDays of [0, 366, 1.5]) {
        const wanted = { name: 'x', role: 'viewer' as const, expiresInDays };
        expect(await refusalOf(keys.create(PERSON, wanted))).toBe('api_key.life_invalid');
      }
      later(75.9);
      expect(await state()).toBe('active');
      later(0.1);
      expect(await state()).toBe('expiring');
      expect(await admit(value)).not.toBeNull();
      later(14);
      expect(await state()).toBe('expired');
      expect(await admission.admit(value, null)).toEqual({
        principal: null,
        former: { kind: 'api_key', id: key.id, name: 'viewer key' },
      });
    });

    it('say on which day and from where they were used last', async () => {
      const { id, value } = await made('viewer');
      const lastUse = async () => {
        const { lastUsedOn, lastUsedFrom } = await keys.get(id, null);
        return [lastUsedOn, lastUsedFrom];
      };
      expect(await lastUse()).toEqual([null, null]);

      await admit(value, '192.0.2.7');
      expect(await lastUse()).toEqual(['2026-03-01', '192.0.2.7']);
      await admit(value, '192.0.2.8');
      expect(await lastUse()).toEqual(['2026-03-01', '192.0.2.7']);
      later(2 / 1440);
      await admit(value, '192.0.2.8');
      expect(await lastUse()).toEqual(['2026-03-02', '192.0.2.8']);
    });

    it('rotate: both values for the overlap, then the new one, with a new life and the same id', async () => {
      const { id, value } = await made('viewer');
      later(80);

      const rotated = await keys.rotate(PERSON, id, { overlapHours: 168 });
      const next = rotated.value.reveal();

      expect([rotated.key.id, rotated.key.state]).toEqual([id, 'active']);
      expect([(await admit(value))!.id, (await admit(next))!.id]).toEqual([id, id]);
      later(7);
      expect([await admit(value), (await admit(next))!.id]).toEqual([null, id]);
      expect((await keys.get(id, null)).formerUntil).toBeNull();
      expect(await refusalOf(keys.rotate(PERSON, id, { overlapHours: 169 }))).toBe('api_key.overlap_invalid');
    });

    it('rotate once, however often that is asked for: what was in use stays in use for the overlap', async () => {
      const { id, value } = await made('viewer');
      const lost = (await keys.rotate(PERSON, id, {}, ROTATION)).value.reveal();
      const next = (await keys.rotate(PERSON, id, {}, ROTATION)).value.reveal();
      expect([(await admit(value))?.id, (await admit(next))?.id, await admit(lost)]).toEqual([id, id, null]);
      await keys.rotate(PERSON, id);
      expect([await admit(value), (await admit(next))?.id]).toEqual([null, id]);
    });

    it('never give the former value longer than it would have had', async () => {
      const { id, value } = await made('viewer');
      later(89);
      await keys.rotate(PERSON, id, { overlapHours: 168 });
      later(1);
      expect(await admit(value)).toBeNull();
    });

    it('end at once when revoked, for good, and with what they made', async () => {
      const admin = await made('admin');
      const reader = await made('viewer', admin.maker);
      const readers = await made('viewer', reader.maker);

      await keys.revoke(PERSON, admin.id);

      for (const { value } of [admin, reader, readers]) expect(await admit(value)).toBeNull();
      expect((await keys.list(null)).map(({ state }) => state)).toEqual(['revoked', 'orphaned', 'orphaned']);
      expect(await refusalOf(keys.rotate(PERSON, admin.id))).toBe('api_key.wrong_state');
      expect(await refusalOf(keys.change(PERSON, admin.id, { name: 'back' }, 2))).toBe('api_key.wrong_state');
    });
  });

  describe('of a role', () => {
    it.each<[OperatorRole, OperatorRole[]]>([
      ['viewer', ['viewer']],
      ['analyst', ['viewer', 'analyst']],
      ['admin', ['viewer', 'analyst', 'admin']],
      ['owner', ['viewer', 'analyst', 'admin', 'owner']],
    ])('%s make, change and end none above it', async (role, own) => {
      const { maker } = await made(role);
      const codes = async (work: (role: OperatorRole) => Promise<unknown>) => {
        const said: OperatorRole[] = [];
        for (const each of ['viewer', 'analyst', 'admin', 'owner'] as const) {
          const code = await refusalOf(work(each));
          if (code === null) said.push(each);
          else expect(code).toBe('api_key.above_role');
        }
        return said;
      };

      expect(await codes((each) => keys.create(maker, { name: 'x', role: each }))).toEqual(own);
      expect(await codes(async (each) => keys.rotate(maker, (await made(each)).id))).toEqual(own);
      expect(await codes(async (each) => keys.revoke(maker, (await made(each)).id))).toEqual(own);
      expect(await codes(async (each) => keys.change(maker, (await made('viewer')).id, { role: each }, 1))).toEqual(
        own,
      );
    });

    it('are never more than whoever made them is now', async () => {
      const owner = await made('owner');
      const admin = await made('admin', owner.maker);
      const analyst = await made('analyst', admin.maker);
      await made('owner');

      await keys.change(PERSON, owner.id, { role: 'viewer' }, 1);

      for (const { value } of [owner, admin, analyst]) expect((await admit(value))!.role).toBe('viewer');
      expect((await keys.get(admin.id, null)).role).toBe('admin');
    });

    it('owner are never all ended: one that would go down with it does not count', async () => {
      const first = await made('owner');
      await made('owner', first.maker);
      expect(await refusalOf(keys.revoke(PERSON, first.id))).toBe('api_key.last_owner');
      expect(await refusalOf(keys.change(PERSON, first.id, { role: 'admin' }, 1))).toBe('api_key.last_owner');

      await made('owner');
      await keys.revoke(PERSON, first.id);
    });
  });

  it('change the version they were read at, or not at all', async () => {
    const { id } = await made('viewer');

    expect((await keys.change(PERSON, id, { name: 'renamed' }, 1)).version).toBe(2);
    expect(await refusalOf(keys.change(PERSON, id, { name: 'late' }, 1))).toBe('api_key.stale');
    expect((await keys.get(id, null)).name).toBe('renamed');
  });

  it('see no more than whoever made them, and of other keys those that see no more than they', async () => {
    const [here, there] = [uuidv7(), uuidv7()];
    const everywhere = await made('admin');
    const elsewhere = await made('viewer', PERSON, { connections: [there] });
    const admin = await made('admin', PERSON, { connections: [here] });

    const reader = await made('viewer', admin.maker);

    expect(reader.key.connections).toEqual([here]);
    for (const connections of [[there], [here, there], null]) {
      const wanted = { name: 'x', role: 'viewer' as const, connections };
      expect(await refusalOf(keys.create(admin.maker, wanted))).toBe('api_key.above_scope');
    }
    expect((await keys.list([here])).map(({ id }) => id)).toEqual([admin.id, reader.id]);
    for (const { id } of [everywhere, elsewhere]) {
      expect(await refusalOf(keys.get(id, [here]))).toBe('api_key.not_found');
      expect(await refusalOf(keys.revoke(admin.maker, id))).toBe('api_key.not_found');
    }
  });
});
