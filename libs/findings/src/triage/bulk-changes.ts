import { DomainError } from '@posture/domain';
import type { ConnectionScope } from '@posture/domain';
import type { Clock, Database, Hold, Queryable } from '@posture/platform';
import { checkTerms } from '../exceptions/exception';
import type { Decider, ExceptionTerms } from '../exceptions/exception';
import { askedSql } from '../lists/list-asked';
import type { ListAsked } from '../lists/list-asked';
import type { FindingChange } from './finding-change';
import type { BulkOutcome, FindingTriage, PeoplesRequest } from './finding-triage';

/** As many are changed in one transaction. */
const BATCH = 500;
/** Of what people were shown, by so much it may be another number. */
const TOLERANCE = 0.05;

/** What is done to each; times are ISO 8601, as it is kept with its run. */
export type BulkRequest =
  | PeoplesRequest
  | { readonly action: 'comment'; readonly note: string }
  | ({ readonly action: 'except'; readonly expiresAt: string | null } & Omit<ExceptionTerms, 'expiresAt'>)
  | ({ readonly action: 'change'; readonly dueAt?: string | null } & Omit<FindingChange, 'dueAt'>);

/** Which findings: those named, or all that a filter means while they are about as many as people were shown. */
export type BulkChoice =
  | { readonly ids: readonly string[]; readonly sees: ConnectionScope }
  | { readonly asked: ListAsked; readonly expectedCount: number };

/** What became of one. skipped: it could not be done to it as it stands. failed: it is not there. */
export const BULK_OUTCOMES = ['succeeded', 'skipped', 'failed'] as const;
/** One of `BULK_OUTCOMES`. */
export type BulkItemOutcome = (typeof BULK_OUTCOMES)[number];

/** What became of one finding of a change of many. */
export interface BulkItem {
  readonly ordinal: number;
  readonly findingId: string;
  /** null: not yet. */
  readonly outcome: BulkItemOutcome | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** Which of several go on at once: batches fall to each in turn. */
export interface BulkLane {
  readonly at: number;
  readonly of: number;
}

/** How many of each; pending are still to be done. */
export type BulkCounts = Readonly<Record<BulkItemOutcome | 'pending', number>>;

/**
 * Changes of many findings. Which ones is settled when it is asked for; each change commits with what is written of it, so
 * that whoever goes on after a kill does nothing twice.
 */
export class BulkChanges {
  constructor(
    private readonly database: Database,
    private readonly triage: FindingTriage,
    private readonly clock: Clock,
  ) {}

  /**
   * Settles which findings a run is to change.
   * @throws {DomainError} `bulk_change.count_differs` when they are not about as many as were expected; nothing is kept then
   */
  async choose(runId: string, choice: BulkChoice, tx: Queryable): Promise<void> {
    if ('ids' in choice) return this.#chooseNamed(runId, choice.ids, choice.sees, tx);
    const params: unknown[] = [runId];
    const where = askedSql(choice.asked, (value) => `$${params.push(value)}`, this.clock.now());
    const count = await tx.execute(
      `insert into finding_bulk_item (run_id, ordinal, finding_id)
       select $1, row_number() over (order by id), id from finding where ${where}`,
      params,
    );
    const { expectedCount } = choice;
    if (Math.abs(count - expectedCount) > expectedCount * TOLERANCE) throw differs(count, expectedCount);
  }

  /**
   * Whether that may be done to those, by whoever asks.
   * @throws {DomainError} as `checkTerms`, of exceptions: what a filter means is as wide as an exception of scope filter
   */
  check(request: BulkRequest, choice: BulkChoice, approves: boolean): void {
    if (request.action !== 'except') return;
    checkTerms(termsOf(request), { approves, isWide: 'asked' in choice }, this.clock.now());
  }

  /**
   * Changes the next few hundred.
   * @param lane of those only that fall to one of several who go on at once
   * @returns how many were settled; 0 when none was left
   */
  async goOn(
    runId: string,
    request: BulkRequest,
    { actor, approves }: Decider,
    hold: Hold,
    lane: BulkLane = { at: 0, of: 1 },
  ): Promise<number> {
    const next = await this.database.query<{ ordinal: number; findingId: string }>(
      `select ordinal, finding_id as "findingId" from finding_bulk_item where run_id = $1 and outcome is null
         and ((ordinal - 1) / ${BATCH}) % $2 = $3
       order by ordinal limit ${BATCH}`,
      [runId, lane.of, lane.at],
    );
    if (next.length === 0) return 0;
    const [from, to] = [next[0]!.ordinal, next.at(-1)!.ordinal];
    const ids = next.map(({ findingId }) => findingId);
    const settle = async (outcome: BulkOutcome, tx: Queryable) => {
      await hold(tx);
      await this.#settle(runId, { from, to }, outcome, tx);
    };
    switch (request.action) {
      case 'change': {
        const { action: _, dueAt, ...change } = request;
        const due = typeof dueAt === 'string' ? new Date(dueAt) : dueAt;
        await this.triage.changeAll(ids, { ...change, dueAt: due }, actor, settle);
        break;
      }
      case 'comment':
        await this.triage.commentAll(ids, request.note, actor, settle);
        break;
      case 'except':
        await this.triage.exceptAll(ids, termsOf(request), { actor, approves }, settle);
        break;
      default:
        await this.triage.transitionAll(ids, request, actor, settle);
    }
    return next.length;
  }

  async counts(runId: string): Promise<BulkCounts> {
    const rows = await this.database.query<{ outcome: keyof BulkCounts; count: number }>(
      `select coalesce(outcome, 'pending') as outcome, count(*)::int as count from finding_bulk_item
       where run_id = $1 group by 1`,
      [runId],
    );
    const counted = new Map(rows.map(({ outcome, count }) => [outcome, count]));
    const of = (outcome: keyof BulkCounts) => counted.get(outcome) ?? 0;
    return { succeeded: of('succeeded'), skipped: of('skipped'), failed: of('failed'), pending: of('pending') };
  }

  /** In the order they are changed in. @param outcome of these only; null: of all */
  async items(
    runId: string,
    outcome: BulkItemOutcome | null,
    limit: number,
    after: number | null,
  ): Promise<BulkItem[]> {
    return this.database.query<BulkItem>(
      `select ordinal, finding_id as "findingId", outcome, code, message from finding_bulk_item
       where run_id = $1 and ($2::text is null or outcome = $2) and ordinal > $3 order by ordinal limit $4`,
      [runId, outcome, after ?? 0, limit],
    );
  }

  /** Of those that are still there. */
  async connectionsOf(runId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct f.connection_id as id from finding_bulk_item i join finding f on f.id = i.finding_id
       where i.run_id::text = $1 and i.code is distinct from 'finding.not_found'`,
      [runId],
    );
    return rows.map(({ id }) => id);
  }

  /** What somebody may not see is not there for him. */
  async #chooseNamed(runId: string, ids: readonly string[], sees: ConnectionScope, tx: Queryable): Promise<void> {
    await tx.query(
      `insert into finding_bulk_item (run_id, ordinal, finding_id, outcome, code, message)
       select $1, row_number() over (order by named.at), named.id,
         case when f.id is null then 'failed' end,
         case when f.id is null then 'finding.not_found' end,
         case when f.id is null then 'There is no finding ' || named.id || '.' end
       from (select id, min(at) as at from unnest($2::uuid[]) with ordinality as given (id, at) group by id) as named
       left join finding f on f.id = named.id and ($3::uuid[] is null or f.connection_id = any($3))`,
      [runId, ids, sees],
    );
  }

  async #settle(
    runId: string,
    { from, to }: { readonly from: number; readonly to: number },
    { changed, skipped }: BulkOutcome,
    tx: Queryable,
  ): Promise<void> {
    const settled = [
      ...changed.map((id) => ({ id, outcome: 'succeeded', code: null, message: null })),
      ...skipped.map((item) => ({ ...item, outcome: item.code === 'finding.not_found' ? 'failed' : 'skipped' })),
    ];
    await tx.query(
      `update finding_bulk_item i set outcome = r.outcome, code = r.code, message = r.message
       from jsonb_to_recordset($2::jsonb) as r(id uuid, outcome text, code text, message text)
       where i.run_id = $1 and i.ordinal between $3 and $4 and i.finding_id = r.id and i.outcome is null`,
      [runId, JSON.stringify(settled), from, to],
    );
  }
}

function termsOf({ kind, reason, expiresAt }: Extract<BulkRequest, { readonly action: 'except' }>): ExceptionTerms {
  return { kind, reason, expiresAt: expiresAt === null ? null : new Date(expiresAt) };
}

function differs(count: number, expected: number): DomainError {
  return new DomainError(
    'bulk_change.count_differs',
    'conflict',
    `The filter means ${count} findings, not about ${expected}.`,
    {
      field: 'expectedCount',
      remedy: 'Look at what it means now, and ask again with that count.',
      details: { count },
    },
  );
}
