import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { isUuid, sqlState, uuidv7 } from '@posture/platform';
import type { Reading } from '../filter/field-kinds';
import { parseFilter } from '../filter/parse-filter';
import { parseOrder } from '../lists/list-order';

/** What findings are looked through by, as somebody keeps it under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As it was written: `me` is whoever uses it. */
  readonly filter: string;
  /** null: in the usual order. */
  readonly sort: string | null;
  /** Everybody may use it; else its owner alone. */
  readonly isShared: boolean;
  readonly owner: Actor;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What its owner says of a view. */
export type ViewTerms = Pick<SavedView, 'name' | 'filter' | 'sort' | 'isShared'>;

/** Who asks for views. */
export interface ViewAsker {
  readonly actor: Actor;
  /** Whether he may change what others share. */
  readonly keepsShared: boolean;
}

const COLUMNS = `id, name, filter, sort, is_shared as "isShared", owner, version, created_at as "createdAt", updated_at as "updatedAt"`;

/** Keeps views. What others do not share is not there; two of one owner have two names, whatever their case. */
export class SavedViews {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param id one that is there already under this id is the answer
   * @throws {DomainError} `view.name_taken`, and what `parseFilter` and `parseOrder` refuse
   */
  async create(given: ViewTerms, { actor }: ViewAsker, reading: Reading, id = uuidv7()): Promise<SavedView> {
    check(given, reading);
    const { name, filter, sort, isShared } = given;
    await naming(name, () =>
      this.database.query(
        `insert into finding_view (id, name, filter, sort, is_shared, owner, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $7) on conflict (id) do nothing`,
        [id, name, filter, sort, isShared, JSON.stringify(actor), this.clock.now()],
      ),
    );
    return (await this.#byId(id, this.database))!;
  }

  /** His own and the shared ones, by name. */
  async list({ actor }: ViewAsker): Promise<SavedView[]> {
    return this.database.query<SavedView>(
      `select ${COLUMNS} from finding_view where is_shared or owner ->> 'id' = $1 order by lower(name), id`,
      [actor.id],
    );
  }

  /** @throws {DomainError} `view.not_found` */
  async get(id: string, { actor }: ViewAsker, tx: Queryable = this.database): Promise<SavedView> {
    const view = isUuid(id) ? await this.#byId(id, tx) : undefined;
    if (view === undefined || !(view.isShared || view.owner.id === actor.id)) throw notFound(id);
    return view;
  }

  /** His own of that name, else the oldest shared one. @throws {DomainError} `view.not_found` */
  async named(name: string, { actor }: ViewAsker): Promise<SavedView> {
    const [view] = await this.database.query<SavedView>(
      `select ${COLUMNS} from finding_view where lower(name) = lower($1) and (is_shared or owner ->> 'id' = $2)
       order by (owner ->> 'id' = $2) desc, id limit 1`,
      [name, actor.id],
    );
    if (view === undefined) throw notFound(name);
    return view;
  }

  /**
   * @param change what is left out stays as it is
   * @throws {DomainError} `view.not_found`, `view.not_own`, `view.stale`, `view.name_taken`, and what `parseFilter` and
   * `parseOrder` refuse
   */
  async change(
    id: string,
    change: Partial<ViewTerms>,
    asker: ViewAsker,
    reading: Reading,
    expected: number,
  ): Promise<SavedView> {
    return naming(change.name ?? '', () =>
      this.database.transaction(async (tx) => {
        const before = await this.#own(id, asker, expected, tx);
        check(change, reading);
        const { name, filter, sort, isShared } = { ...before, ...change };
        await tx.query(
          `update finding_view set name = $2, filter = $3, sort = $4, is_shared = $5, updated_at = $6,
             version = version + 1 where id = $1`,
          [id, name, filter, sort, isShared, this.clock.now()],
        );
        return (await this.#byId(id, tx))!;
      }),
    );
  }

  /** @throws {DomainError} `view.not_found`, `view.not_own`, `view.stale` */
  async remove(id: string, asker: ViewAsker, expected: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.#own(id, asker, expected, tx);
      await tx.query('delete from finding_view where id = $1', [id]);
    });
  }

  /** One the asker may change, locked until the transaction ends. */
  async #own(id: string, asker: ViewAsker, expected: number, tx: Queryable): Promise<SavedView> {
    if (isUuid(id)) await tx.query('select id from finding_view where id = $1 for update', [id]);
    const view = await this.get(id, asker, tx);
    if (view.owner.id !== asker.actor.id && !asker.keepsShared) throw notOwn(view);
    if (view.version !== expected) throw stale(view);
    return view;
  }

  async #byId(id: string, tx: Queryable): Promise<SavedView | undefined> {
    const [view] = await tx.query<SavedView>(`select ${COLUMNS} from finding_view where id = $1`, [id]);
    return view;
  }
}

/** A view that cannot be used is not kept. */
function check({ filter, sort = null }: Partial<ViewTerms>, reading: Reading): void {
  if (filter !== undefined) parseFilter(filter, { ...reading, input: 'filter' });
  if (sort !== null) parseOrder(sort);
}

async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new DomainError('view.name_taken', 'conflict', `There is a view "${name}" already.`, {
      field: 'name',
      remedy: 'Choose another name, or change the one there is.',
      cause: error,
    });
  }
}

function notFound(which: string): DomainError {
  return new DomainError('view.not_found', 'not_found', `There is no view ${which}.`, {
    field: 'view',
    remedy: 'List the views to see their names and ids.',
  });
}

function notOwn({ name, owner }: SavedView): DomainError {
  return new DomainError('view.not_own', 'forbidden', `The view "${name}" is ${owner.name}'s.`, {
    field: 'id',
    remedy: 'Save one of your own, or ask its owner.',
  });
}

function stale({ id, version }: SavedView): DomainError {
  return new DomainError('view.stale', 'stale', `View ${id} is at version ${version}.`, {
    field: 'If-Match',
    remedy: 'Read it again, and decide on what it is now.',
    details: { version },
  });
}
