import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { isUuid, uuidv7 } from '@posture/platform';
import type { Finding } from '../finding';
import { FINDING_COLUMNS, toFinding } from '../finding-columns';
import type { FindingRow } from '../finding-columns';
import { writeSteps } from '../finding-rows';
import type { FindingStore } from '../finding-store';
import { notAllowed, noFinding, refuseStale } from '../triage/refusals';
import { allowedActions, transition } from '../workflow';
import { holdCovers } from './covers';
import { checkTerms } from './exception';
import type { Decider, Exception, ExceptionScope, ExceptionState, ExceptionTerms } from './exception';
import { EXCEPTION_COLUMNS, inScope, insertExceptions, toException } from './exception-rows';
import type { ExceptionRow } from './exception-rows';
import type { Lapses } from './lapses';

/** What an exception would cover now. */
export interface ExceptionPreview {
  readonly count: number;
  /** The worst of them. */
  readonly sample: readonly Finding[];
}

/** What is to be decided, and what whoever decides has seen of it. @public for the suites */
export interface NewException extends ExceptionTerms {
  readonly scope: ExceptionScope;
  /** How many findings it was said to cover; the scope `finding` needs none. */
  readonly expectedCount?: number;
  /** Of the finding, in scope `finding`. */
  readonly expectedVersion?: number;
}

/** Which exceptions are listed; every condition given must hold. */
export interface ExceptionFilter {
  readonly connectionIds?: readonly string[];
  readonly states?: readonly ExceptionState[];
}

const SHOWN = 5;
/** History and outbox share a transaction with their findings. */
const BATCH = 500;
/** Findings come and go while somebody reads a preview. */
const MAY_DIFFER = 0.05;
const STANDING = `status in ('open', 'acknowledged', 'in_progress')`;

/** Decisions to let findings stand. Made, they cover what falls under them from then on; they end by time or by hand. */
export class Exceptions {
  constructor(
    private readonly database: Database,
    private readonly findings: FindingStore,
    private readonly lapses: Lapses,
    private readonly clock: Clock,
  ) {}

  /** How many findings it would cover now. */
  async preview(scope: ExceptionScope): Promise<ExceptionPreview> {
    const { params, where } = standingIn(scope, this.clock.now());
    const rows = await this.database.query<FindingRow & { total: number }>(
      `select ${FINDING_COLUMNS}, count(*) over ()::int as total from finding where ${where}
       order by score desc, id limit ${SHOWN}`,
      params,
    );
    return { count: rows[0]?.total ?? 0, sample: rows.map(toFinding) };
  }

  /**
   * @param id one that was made under it is the answer
   * @throws {DomainError} as `checkTerms`; `finding.not_found`, `finding.stale`, `finding.transition` of one finding;
   * `exception.count_changed` when it would cover other findings than was expected
   */
  async create(asked: NewException, { actor, approves }: Decider, id = uuidv7()): Promise<Exception> {
    const now = this.clock.now();
    checkTerms(asked, { approves, isWide: asked.scope.type === 'filter' }, now);
    await this.database.transaction(async (tx) => {
      await holdCovers(tx);
      if ((await tx.query('select 1 from finding_exception where id = $1', [id])).length > 0) return;
      const connectionId = await this.#admit(asked, tx);
      await insertExceptions([{ id, connectionId, ...asked, isApplied: false }], { actor, approves }, now, tx);
      await this.#applySome(await this.get(id, tx), null, tx);
    });
    await this.apply(id);
    return this.get(id);
  }

  /** Goes on with covering what was there when it was made; what is left of it is done by whoever looks next. */
  async apply(id: string): Promise<void> {
    for (let isMore = true; isMore;) {
      isMore = await this.database.transaction(async (tx) => {
        const [row] = await tx.query<{ place: string | null }>(
          `select applied_to as place from finding_exception
           where id = $1 and not is_applied and state = 'active' for update skip locked`,
          [id],
        );
        return row !== undefined && (await this.#applySome(await this.get(id, tx), row.place, tx));
      });
    }
  }

  /** Those that were made and do not cover all they should yet. */
  async unapplied(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from finding_exception where not is_applied and state = 'active' order by id`,
    );
    return rows.map(({ id }) => id);
  }

  /** @returns the connection it is of; null when there is no such exception */
  async connectionOf(id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<{ of: string }>(
      'select connection_id as of from finding_exception where id = $1',
      [id],
    );
    return row?.of ?? null;
  }

  /** @throws {DomainError} `exception.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Exception> {
    const [row] = isUuid(id)
      ? await tx.query<ExceptionRow>(`select ${EXCEPTION_COLUMNS} from finding_exception where id = $1`, [id])
      : [];
    if (row === undefined)
      throw new DomainError('exception.not_found', 'not_found', `There is no exception ${id}.`, {
        field: 'id',
        remedy: 'List the exceptions to see their ids.',
      });
    return toException(row);
  }

  /** Newest first. @param before id of the last one shown */
  async list({ connectionIds, states }: ExceptionFilter, limit: number, before: string | null): Promise<Exception[]> {
    const rows = await this.database.query<ExceptionRow>(
      `select ${EXCEPTION_COLUMNS} from finding_exception
       where ($1::uuid[] is null or connection_id = any($1)) and ($2::text[] is null or state = any($2))
         and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [connectionIds ?? null, states ?? null, before, limit],
    );
    return rows.map(toException);
  }

  /**
   * Ends it before its time: what is still there is open again, and goes on where its due date stood.
   * @throws {DomainError} `exception.not_found`, `exception.stale`, `exception.ended`
   */
  async revoke(id: string, actor: Actor, expectedVersion: number): Promise<Exception> {
    await this.database.transaction(async (tx) => {
      if (isUuid(id)) await tx.query('select id from finding_exception where id = $1 for update', [id]);
      const { version, state } = await this.get(id, tx);
      if (version !== expectedVersion)
        throw new DomainError('exception.stale', 'stale', `Exception ${id} is at version ${version}.`, {
          field: 'If-Match',
          remedy: 'Read it again, and decide on what it is now.',
          details: { version },
        });
      if (state !== 'active')
        throw new DomainError('exception.ended', 'conflict', `Exception ${id} is ${state} already.`, { field: 'id' });
      await tx.query(
        `update finding_exception set state = 'revoked', ended_at = $2, ended_by = $3, version = version + 1 where id = $1`,
        [id, this.clock.now(), JSON.stringify(actor)],
      );
    });
    await this.lapses.lapseAll();
    return this.get(id);
  }

  /** @returns the connection it is about */
  async #admit({ scope, expectedCount, expectedVersion }: NewException, tx: Queryable): Promise<string> {
    if (scope.type === 'finding') {
      const { findingId } = scope;
      const finding = isUuid(findingId) ? (await this.findings.lock([findingId], tx)).get(findingId) : undefined;
      if (finding === undefined) throw noFinding(findingId);
      if (expectedVersion !== undefined) refuseStale(finding, expectedVersion);
      const allowed = allowedActions(finding.status);
      if (!allowed.includes('except')) throw notAllowed(finding, 'except', allowed);
      return finding.connectionId;
    }
    const { params, where } = standingIn(scope, this.clock.now());
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from finding where ${where}`,
      params,
    );
    const count = row?.count ?? 0;
    if (expectedCount === undefined || Math.abs(count - expectedCount) > expectedCount * MAY_DIFFER)
      throw new DomainError('exception.count_changed', 'conflict', `It would cover ${count} findings now.`, {
        field: 'expectedCount',
        remedy: 'Look at what it would cover now, and say that number.',
        details: { count },
      });
    return scope.connectionId;
  }

  /** @param after id of the last finding that was looked at @returns whether there may be more */
  async #applySome(exception: Exception, after: string | null, tx: Queryable): Promise<boolean> {
    const now = this.clock.now();
    const { params, where, bind } = standingIn(exception.scope, now);
    const more = after === null ? '' : `and id > ${bind(after)}`;
    const found = await tx.query<{ id: string }>(
      `select id from finding where ${where} ${more} order by id limit ${BATCH}`,
      params,
    );
    const locked = await this.findings.lock(
      found.map(({ id }) => id),
      tx,
    );
    const { id: exceptionId, kind, expiresAt, requestedBy } = exception;
    const steps = [...locked.values()].flatMap((finding) => {
      const outcome = transition(finding, { action: 'except', exceptionId, kind, expiresAt }, requestedBy, now);
      return outcome.isDone ? [outcome] : [];
    });
    const isMore = found.length === BATCH;
    await tx.query('update finding_exception set applied_to = $2, is_applied = $3 where id = $1', [
      ...[exceptionId, found.at(-1)?.id ?? after, !isMore],
    ]);
    await writeSteps(tx, steps, requestedBy, now);
    return isMore;
  }
}

/** A condition that holds for findings in the scope that an exception would cover now, and what it is bound to. */
function standingIn(scope: ExceptionScope, at: Date) {
  const params: unknown[] = [];
  const bind = (value: unknown) => `$${params.push(value)}`;
  return { params, bind, where: `${inScope(scope, bind, at)} and ${STANDING}` };
}
