import type { JsonObject } from '@posture/domain';
import type { Clock, Database, Hold, Queryable } from '@posture/platform';
import { dueDaysOf } from '../due-policies';
import { ENGINE } from '../finding';
import type { Finding } from '../finding';
import { FINDING_COLUMNS, toFinding } from '../finding-columns';
import type { FindingRow } from '../finding-columns';
import { UNTOLD_DUE } from '../finding-store';
import { writeSteps } from '../finding-rows';
import type { Step } from '../finding-rows';
import { reopened, resolved } from '../next-finding';
import type { DueDays } from '../sla';
import { takenUp } from '../workflow';

/** History and outbox share a transaction with their findings. */
const BATCH = 500;
const DAY_MS = 86_400_000;
/** Who decided has that long to decide again. */
const WARNED_DAYS = 7;
/** A detection that did not happen again for so long is over, where its operator wants that. */
const IDLE_DAYS = 30;

/**
 * What becomes of findings by the passing of time: exceptions end and are said to be about to, due dates pass, detections
 * grow old. Any process may look, several at once: each finding is locked by one, and told once.
 */
export class Lapses {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All there is to do now. @param closesIdle whether detections that are quiet for long are resolved */
  async goOn({ closesIdle }: { readonly closesIdle: boolean }): Promise<void> {
    await this.#expire();
    await this.lapseAll();
    await this.#untilNone(() => this.#warnSome());
    await this.database.query(
      `update finding_exception set is_warned = true where state = 'active' and not is_warned and expires_at <= $1`,
      [this.#in(WARNED_DAYS)],
    );
    await this.#untilNone(() => this.#tellBreaches());
    if (closesIdle) await this.#untilNone(() => this.#closeIdle());
  }

  /** Findings whose exception is no more: open where the risk is still there, resolved where it is not. */
  async lapseAll(): Promise<void> {
    await this.#untilNone(() =>
      this.#some(
        `where f.status = 'suppressed' and f.id = any(array(${UNDER_ENDED}))`,
        [],
        async (findings, tx, now) => {
          const rows = await tx.query<{ id: string; isExpired: boolean }>(
            `select id, state = 'expired' as "isExpired" from finding_exception where id = any($1::uuid[])`,
            [[...new Set(findings.map(({ exceptionId }) => exceptionId))]],
          );
          const expired = new Map(rows.map(({ id, isExpired }) => [id, isExpired]));
          const days = await dueDaysOf(
            findings.map(({ connectionId }) => connectionId),
            tx,
          );
          return findings.flatMap((finding) => {
            const isExpired = expired.get(finding.exceptionId ?? '') ?? false;
            return lapsed(finding, isExpired, now, days.get(finding.connectionId) ?? null);
          });
        },
      ),
    );
  }

  /**
   * Findings of rules that are no more, or that judge this connection no more: nobody would ever resolve them.
   * @param rules ids of those that do
   */
  async retire(connectionId: string, rules: readonly string[], hold?: Hold): Promise<void> {
    const where = `where f.connection_id = $1 and f.status <> 'resolved' and not (f.rule = any($2::text[]))`;
    await this.#untilNone(() =>
      this.#some(
        where,
        [connectionId, rules],
        async (findings, _tx, now) =>
          findings.map((finding) => ({
            type: 'resolved',
            data: { resolution: 'rule_retired' },
            finding: { ...resolved(finding, 'rule_retired', now), present: false },
          })),
        hold,
      ),
    );
  }

  async #expire(): Promise<void> {
    const now = this.clock.now();
    await this.database.query(
      `update finding_exception set state = 'expired', ended_at = $1, ended_by = $2, version = version + 1
       where state = 'active' and expires_at <= $1`,
      [now, JSON.stringify(ENGINE)],
    );
  }

  #warnSome(): Promise<number> {
    const where = `join finding_exception e on e.id = f.exception_id where f.status = 'suppressed' and not f.expiry_told
      and e.state = 'active' and e.expires_at <= $1 and e.expires_at - e.created_at > interval '${WARNED_DAYS} days'`;
    return this.#some(where, [this.#in(WARNED_DAYS)], async (findings) =>
      findings.map((finding) => ({
        type: 'exception_expiring',
        data: { exceptionId: finding.exceptionId },
        finding: { ...finding, expiryTold: true },
      })),
    );
  }

  #tellBreaches(): Promise<number> {
    const where = `where ${UNTOLD_DUE} <= $1::timestamptz`;
    return this.#some(where, [this.clock.now()], async (findings, _tx, now) =>
      findings.map((finding) => ({
        type: 'sla_breached',
        data: { dueAt: finding.dueAt?.toISOString() ?? null },
        finding: { ...finding, breachToldAt: now },
      })),
    );
  }

  #closeIdle(): Promise<number> {
    const where = `where f.status in ('open', 'acknowledged', 'in_progress') and f.last_seen_at <= $1
      and exists (select 1 from finding_episode where finding_id = f.id)`;
    return this.#some(where, [this.#in(-IDLE_DAYS)], async (findings, _tx, now) =>
      findings.map((finding) => ({
        type: 'resolved',
        data: { resolution: 'idle' },
        finding: { ...resolved(finding, 'idle', now), present: false },
      })),
    );
  }

  #in(days: number): Date {
    return new Date(this.clock.now().getTime() + days * DAY_MS);
  }

  /** @param where after `from finding f` @returns how many were changed */
  #some(
    where: string,
    params: readonly unknown[],
    stepsOf: (findings: readonly Finding[], tx: Queryable, now: Date) => Promise<readonly Step[]>,
    hold?: Hold,
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      await hold?.(tx);
      const rows = await tx.query<FindingRow>(
        `select ${COLUMNS_OF_F} from finding f ${where} order by f.id limit ${BATCH} for update of f skip locked`,
        params,
      );
      const now = this.clock.now();
      if (rows.length > 0) await writeSteps(tx, await stepsOf(rows.map(toFinding), tx, now), ENGINE, now);
      return rows.length;
    });
  }

  async #untilNone(some: () => Promise<number>): Promise<void> {
    while ((await some()) === BATCH);
  }
}

const COLUMNS_OF_F = FINDING_COLUMNS.split(', ')
  .map((column) => `f.${column}`)
  .join(', ');

/** From each exception to its findings, of which those that ended have hardly any left: any other way leads through all findings. */
const UNDER_ENDED = `select under.id from finding_exception e cross join lateral (
    select id from finding where exception_id = e.id and status = 'suppressed' order by id limit ${BATCH}) as under
  where e.state <> 'active'`;

/** Time that ran out counts anew; people who changed their mind find the due date where it stood. Pure. */
function lapsed(finding: Finding, isExpired: boolean, now: Date, dueDays: DueDays | null): Step[] {
  const type = isExpired ? 'exception_expired' : 'exception_revoked';
  const data: JsonObject = { exceptionId: finding.exceptionId, present: finding.present };
  if (!finding.present) return [{ type, data, finding: resolved(finding, finding.resolution ?? 'remediated', now) }];
  const open = isExpired
    ? reopened(finding, 'exception_ended', now, dueDays)
    : {
        ...takenUp(finding, now),
        statusChangedAt: now,
        statusChangedBy: ENGINE,
        reopenReason: 'exception_ended' as const,
      };
  const reason = { reason: 'exception_ended' };
  return [
    { type, data, finding: open },
    { type: 'reopened', data: reason, finding: open },
  ];
}
