import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { isUuid, uuidv7 } from '@posture/platform';
import type { Finding } from '../finding';
import { writeSteps } from '../finding-rows';
import type { Step } from '../finding-rows';
import type { FindingStore } from '../finding-store';
import { transition } from '../workflow';
import type { TransitionRequest } from '../workflow';
import type { Decider, ExceptionTerms } from '../exceptions/exception';
import { insertExceptions } from '../exceptions/exception-rows';
import { endOwnException } from '../exceptions/own-exception';
import { assigneeOf, stepsOf } from './finding-change';
import type { FindingChange } from './finding-change';
import { noFinding, notAllowed, refuseStale } from './refusals';

/** What people may ask for here; an exception is asked for as one. */
export type PeoplesRequest = Exclude<TransitionRequest, { readonly action: 'except' }>;

/** A word on a finding. It is part of the finding's history, and stays as it was said. */
export interface FindingComment {
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly text: string;
}

/** What became of many: each as if it were asked for alone. */
export interface BulkOutcome {
  readonly changed: readonly string[];
  readonly skipped: readonly { readonly id: string; readonly code: string; readonly message: string }[];
}

/** Commits with what became of many, before it is told. */
export type Beside = (outcome: BulkOutcome, tx: Queryable) => Promise<void>;

/**
 * What people do to findings: one locked row, one step of history which is told to whoever wants to know, one transaction.
 * Who may do it is decided before.
 */
export class FindingTriage {
  constructor(
    private readonly database: Database,
    private readonly findings: FindingStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param stepId of its place in history; what is there already under it was done, and is not done again
   * @throws {DomainError} `finding.not_found`, `finding.stale`, `finding.transition` with what is `allowed`
   */
  async transition(
    id: string,
    request: PeoplesRequest,
    actor: Actor,
    expectedVersion: number,
    stepId = uuidv7(),
  ): Promise<Finding> {
    return this.#once(stepId, id, expectedVersion, actor, (finding, now) =>
      transitionStep(finding, request, actor, now),
    );
  }

  /** @throws {DomainError} `finding.not_found`, `finding.stale` */
  async change(id: string, change: FindingChange, actor: Actor, expectedVersion: number): Promise<Finding> {
    const asked = { ...change, assignee: assigneeOf(change.assignee, actor) };
    return this.#once(uuidv7(), id, expectedVersion, actor, (finding) => stepsOf(finding, asked));
  }

  /** At most 500, in one transaction; which of them cannot be changed is said, and keeps no other from it. */
  async transitionAll(
    ids: readonly string[],
    request: PeoplesRequest,
    actor: Actor,
    beside?: Beside,
  ): Promise<BulkOutcome> {
    return this.#many(ids, actor, (finding, now) => transitionStep(finding, request, actor, now), beside);
  }

  /** As `transitionAll`. */
  async changeAll(ids: readonly string[], change: FindingChange, actor: Actor, beside?: Beside): Promise<BulkOutcome> {
    const asked = { ...change, assignee: assigneeOf(change.assignee, actor) };
    return this.#many(ids, actor, (finding) => stepsOf(finding, asked), beside);
  }

  /** As `transitionAll`: each has an exception of its own, which can be ended without the others. Terms are checked before. */
  async exceptAll(
    ids: readonly string[],
    terms: ExceptionTerms,
    decider: Decider,
    beside?: Beside,
  ): Promise<BulkOutcome> {
    const { kind, expiresAt } = terms;
    const { actor } = decider;
    const made: Parameters<typeof insertExceptions>[0][number][] = [];
    const except = (finding: Finding, now: Date): Step[] => {
      const exceptionId = uuidv7();
      const steps = transitionStep(finding, { action: 'except', exceptionId, kind, expiresAt }, actor, now);
      const scope = { type: 'finding' as const, findingId: finding.id };
      made.push({ id: exceptionId, scope, connectionId: finding.connectionId, ...terms, isApplied: true });
      return steps;
    };
    return this.#many(ids, actor, except, async (outcome, tx) => {
      await insertExceptions(made, decider, this.clock.now(), tx);
      await beside?.(outcome, tx);
    });
  }

  /** As `transitionAll`: the same word is said of each. */
  async commentAll(ids: readonly string[], text: string, actor: Actor, beside?: Beside): Promise<BulkOutcome> {
    return this.#many(ids, actor, (finding) => [said(finding, text)], beside);
  }

  /**
   * Whatever else happens to the finding meanwhile: a word is said in addition. @param commentId as of `transition`
   * @throws {DomainError} `finding.not_found`
   */
  async comment(id: string, text: string, actor: Actor, commentId = uuidv7()): Promise<FindingComment> {
    await this.#once(commentId, id, null, actor, (finding) => [said(finding, text)]);
    const [row] = await this.database.query<FindingComment>(`select ${COMMENT} from finding_event where id = $1`, [
      commentId,
    ]);
    return row!;
  }

  /** Oldest first. @param after id of the last one shown */
  async comments(id: string, limit: number, after: string | null = null): Promise<FindingComment[]> {
    return this.database.query<FindingComment>(
      `select ${COMMENT} from finding_event where finding_id = $1 and type = 'commented' and ($2::uuid is null or id > $2)
       order by id limit $3`,
      [id, after, limit],
    );
  }

  async #once(
    stepId: string,
    id: string,
    expectedVersion: number | null,
    actor: Actor,
    step: (finding: Finding, now: Date) => readonly Step[],
  ): Promise<Finding> {
    if (!isUuid(id)) throw noFinding(id);
    return this.database.transaction(async (tx) => {
      const finding = (await this.findings.lock([id], tx)).get(id);
      if (finding === undefined) throw noFinding(id);
      if ((await tx.query('select 1 from finding_event where id = $1', [stepId])).length > 0) return finding;
      if (expectedVersion !== null) refuseStale(finding, expectedVersion);
      const now = this.clock.now();
      const steps = step(finding, now).map((one, at) => (at === 0 ? { ...one, id: stepId } : one));
      await this.#write(tx, [finding], steps, actor, now);
      return { ...(steps.at(-1)?.finding ?? finding), sequence: finding.sequence + steps.length };
    });
  }

  async #many(
    ids: readonly string[],
    actor: Actor,
    step: (finding: Finding, now: Date) => readonly Step[],
    beside?: Beside,
  ): Promise<BulkOutcome> {
    return this.database.transaction(async (tx) => {
      const locked = await this.findings.lock(ids.filter(isUuid), tx);
      const now = this.clock.now();
      const steps: Step[] = [];
      const changed: string[] = [];
      const skipped: BulkOutcome['skipped'][number][] = [];
      for (const id of new Set(ids)) {
        try {
          const finding = locked.get(id);
          if (finding === undefined) throw noFinding(id);
          steps.push(...step(finding, now));
          changed.push(id);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          skipped.push({ id, code: error.code, message: error.message });
        }
      }
      await beside?.({ changed, skipped }, tx);
      await this.#write(tx, [...locked.values()], steps, actor, now);
      return { changed, skipped };
    });
  }

  async #write(
    tx: Queryable,
    before: readonly Finding[],
    steps: readonly Step[],
    actor: Actor,
    now: Date,
  ): Promise<void> {
    const after = new Map(steps.map(({ finding }) => [finding.id, finding]));
    const left = before.filter(({ id, exceptionId }) => exceptionId !== null && after.get(id)?.exceptionId === null);
    await endOwnException(tx, left, actor, now);
    await writeSteps(tx, steps, actor, now);
  }
}

const COMMENT = `id, at, actor, data ->> 'text' as text`;

function said(finding: Finding, text: string): Step {
  return { type: 'commented', data: { text }, finding };
}

function transitionStep(finding: Finding, request: TransitionRequest, actor: Actor, now: Date): Step[] {
  const outcome = transition(finding, request, actor, now);
  if (!outcome.isDone) throw notAllowed(finding, request.action, outcome.allowed);
  return [outcome];
}
