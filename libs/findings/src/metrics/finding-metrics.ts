import type { Severity } from '@posture/domain';
import type { Clock, Database } from '@posture/platform';
import { askedSql } from '../lists/list-asked';
import type { ListAsked } from '../lists/list-asked';
import { lifeFigures } from './life-figures';
import type { LifeFigures, LifeStep } from './life-figures';

const DAY_MS = 86_400_000;
/** How long findings stand, in days: up to each of these, and longer. */
export const AGE_DAYS = [1, 7, 30, 90] as const;

/** Findings to be worked on of one severity, by how long they have stood. */
export interface Backlog {
  readonly severity: Severity;
  readonly count: number;
  readonly overdue: number;
  /** One more than `AGE_DAYS`: the last is of those older than all of them. */
  readonly byAge: readonly number[];
}

/** Times are milliseconds, rates and shares 0 to 1. */
export interface FindingFigures extends LifeFigures {
  readonly since: Date;
  readonly backlog: readonly Backlog[];
  /** Of what was due and is mended since, or is overdue now: how much was in time; null when nothing was due. */
  readonly slaAttainment: number | null;
  /** Of what is there and not resolved: how much is suppressed; null when there is nothing. */
  readonly suppressedShare: number | null;
}

/** Figures over findings and their lives. */
export class FindingMetrics {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @param days how far back what ended is counted */
  async of(asked: ListAsked, days: number): Promise<FindingFigures> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - days * DAY_MS);
    const steps = await this.#steps(asked, since, now);
    return {
      since,
      ...lifeFigures(steps, since),
      backlog: await this.#backlog(asked, now),
      ...(await this.#shares(asked, since, now)),
    };
  }

  async #backlog(asked: ListAsked, now: Date): Promise<Backlog[]> {
    const params: unknown[] = [now];
    const where = askedSql(asked, (value) => `$${params.push(value)}`, now);
    const age = `$1::timestamptz - first_seen_at`;
    const bounds = [null, ...AGE_DAYS, null].map((days) => (days === null ? null : `interval '${days} days'`));
    const counts = bounds.slice(1).map((to, at) => {
      const from = bounds[at];
      const between = [...(from ? [`${age} >= ${from}`] : []), ...(to ? [`${age} < ${to}`] : [])];
      return `count(*) filter (where ${between.join(' and ')})::int`;
    });
    return this.database.query<Backlog>(
      `select severity, count(*)::int as count, count(*) filter (where due_at <= $1::timestamptz)::int as overdue,
         array[${counts.join(', ')}] as "byAge"
       from finding where status in ('open', 'acknowledged', 'in_progress') and (${where}) group by severity
       order by array_position(array['critical', 'high', 'medium', 'low', 'informational'], severity)`,
      params,
    );
  }

  async #shares(
    asked: ListAsked,
    since: Date,
    now: Date,
  ): Promise<Pick<FindingFigures, 'slaAttainment' | 'suppressedShare'>> {
    const params: unknown[] = [now, since];
    const where = askedSql(asked, (value) => `$${params.push(value)}`, now);
    const mended = `status = 'resolved' and resolved_at >= $2::timestamptz and due_at is not null
      and (resolution = 'remediated' or resolution = 'claimed' and verified_at is not null)`;
    const overdue = `status in ('open', 'acknowledged', 'in_progress') and due_at <= $1::timestamptz`;
    const [row] = await this.database.query<Record<'met' | 'missed' | 'suppressed' | 'there', number>>(
      `select count(*) filter (where ${mended} and resolved_at <= due_at)::int as met,
         count(*) filter (where ${mended} and resolved_at > due_at or ${overdue})::int as missed,
         count(*) filter (where status = 'suppressed' and present)::int as suppressed,
         count(*) filter (where status <> 'resolved' and present)::int as there
       from finding where ${where}`,
      params,
    );
    const { met, missed, suppressed, there } = row!;
    return {
      slaAttainment: met + missed === 0 ? null : met / (met + missed),
      suppressedShare: there === 0 ? null : suppressed / there,
    };
  }

  /** Whole lives of those to which something happened since. */
  async #steps(asked: ListAsked, since: Date, now: Date): Promise<LifeStep[]> {
    const params: unknown[] = [since];
    const where = askedSql(asked, (value) => `$${params.push(value)}`, now);
    return this.database.query<LifeStep>(
      `select finding_id as "findingId", type, at, data ->> 'resolution' as resolution, data ->> 'reason' as reason,
         bulk is not distinct from 'first_scan' as "isBaseline"
       from finding_event
       where type in ('opened', 'reopened', 'resolved', 'verified', 'acknowledged', 'started', 'suppressed')
         and finding_id in (select finding_id from finding_event where at >= $1::timestamptz
           and type in ('reopened', 'resolved', 'verified', 'acknowledged', 'started', 'suppressed'))
         and finding_id in (select id from finding where ${where})
       order by finding_id, sequence`,
      params,
    );
  }
}
