import { DomainError, SEVERITIES } from '@posture/domain';
import type { Actor, Severity } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { FINDING_COLUMNS, toFinding } from './finding-columns';
import type { FindingRow } from './finding-columns';
import { writeSteps } from './finding-rows';
import { DAYS_TO_DUE, timingBy } from './sla';
import type { DueDays } from './sla';

/** How long findings of a connection may stand. */
export interface DuePolicy {
  readonly connectionId: string;
  readonly days: DueDays;
  /** Who chose, and when; null: nobody did. */
  readonly chosen: { readonly by: Actor; readonly at: Date } | null;
  /** 0 until somebody chooses. */
  readonly version: number;
}

/** Days a policy may give. */
export const DUE_BOUNDS = { min: 1, max: 365 } as const;
/** History and outbox share a transaction with their findings. */
const BATCH = 500;

interface PolicyRow {
  readonly days: DueDays;
  readonly by: Actor;
  readonly at: Date;
  readonly version: number;
}

/** How long findings may stand, by connection: what opens or comes back is due by it, and, where it is asked for, what is open. */
export class DuePolicies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async get(connectionId: string): Promise<DuePolicy> {
    const row = await policyOf(connectionId, this.database);
    if (row === null) return { connectionId, days: DAYS_TO_DUE, chosen: null, version: 0 };
    const { days, by, at, version } = row;
    return { connectionId, days, chosen: { by, at }, version };
  }

  /**
   * @param days what is left out stays as it is
   * @param appliesToOpen whether what is open now is due by it as well; dates people gave stay
   * @throws {DomainError} `due_policy.stale`, `due_policy.days_invalid`, `due_policy.order_invalid`
   */
  async change(
    connectionId: string,
    days: Partial<DueDays>,
    { appliesToOpen, expectedVersion }: { readonly appliesToOpen: boolean; readonly expectedVersion: number },
    actor: Actor,
  ): Promise<DuePolicy> {
    await this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('finding_due_policy'))`);
      const before = await policyOf(connectionId, tx);
      const version = before?.version ?? 0;
      if (version !== expectedVersion) throw stale(version);
      const next = { ...(before?.days ?? DAYS_TO_DUE), ...days };
      checkDays(next);
      await tx.query(
        `insert into finding_due_policy (connection_id, days, chosen_by, chosen_at, version, is_applied)
         values ($1, $2, $3, $4, $5, not $6::boolean)
         on conflict (connection_id) do update set days = excluded.days, chosen_by = excluded.chosen_by,
           chosen_at = excluded.chosen_at, version = excluded.version, is_applied = excluded.is_applied`,
        [connectionId, JSON.stringify(next), JSON.stringify(actor), this.clock.now(), version + 1, appliesToOpen],
      );
    });
    await this.goOn();
    return this.get(connectionId);
  }

  /** Goes on with what was open when a policy was chosen for it, too; several processes may. */
  async goOn(): Promise<void> {
    while (await this.database.transaction((tx) => this.#applySome(tx)));
  }

  /** @returns whether there may be more */
  async #applySome(tx: Queryable): Promise<boolean> {
    const [policy] = await tx.query<{ id: string; days: DueDays; by: Actor }>(
      `select connection_id as id, days, chosen_by as by from finding_due_policy where not is_applied
       order by connection_id limit 1 for update skip locked`,
    );
    if (policy === undefined) return false;
    const rows = await tx.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where connection_id = $1 and status <> 'resolved'
         and not (sla ->> 'isByHand')::boolean and sla -> 'days' is distinct from $2::jsonb
       order by id limit ${BATCH} for update`,
      [policy.id, JSON.stringify(policy.days)],
    );
    const steps = rows.map(toFinding).map((finding) => {
      const timing = timingBy(finding, finding.severity, policy.days);
      const data = { from: iso(finding.dueAt), to: iso(timing.dueAt), reason: 'policy' };
      return { type: 'due_changed', data, finding: { ...finding, ...timing } };
    });
    await writeSteps(tx, steps, policy.by, this.clock.now());
    if (rows.length < BATCH)
      await tx.query('update finding_due_policy set is_applied = true where connection_id = $1', [policy.id]);
    return true;
  }
}

/** Of those connections somebody chose for. */
export async function dueDaysOf(connectionIds: readonly string[], tx: Queryable): Promise<Map<string, DueDays>> {
  const rows = await tx.query<{ id: string; days: DueDays }>(
    'select connection_id as id, days from finding_due_policy where connection_id = any($1::uuid[])',
    [[...new Set(connectionIds)]],
  );
  return new Map(rows.map(({ id, days }) => [id, days]));
}

async function policyOf(connectionId: string, tx: Queryable): Promise<PolicyRow | null> {
  const [row] = await tx.query<PolicyRow>(
    `select days, chosen_by as by, chosen_at as at, version from finding_due_policy where connection_id = $1`,
    [connectionId],
  );
  return row ?? null;
}

/** @throws {DomainError} `due_policy.days_invalid`, `due_policy.order_invalid` */
function checkDays(days: DueDays): void {
  let milder: { readonly severity: Severity; readonly days: number } | null = null;
  for (const severity of SEVERITIES) {
    const given = days[severity];
    if (given !== null && !(Number.isInteger(given) && given >= DUE_BOUNDS.min && given <= DUE_BOUNDS.max))
      throw new DomainError(
        'due_policy.days_invalid',
        'invalid',
        `${given} days are too few, too many, or not whole.`,
        {
          field: severity,
          remedy: `Give whole days from ${DUE_BOUNDS.min} to ${DUE_BOUNDS.max}, or null for no end.`,
        },
      );
    if (milder !== null && (given ?? Number.POSITIVE_INFINITY) > milder.days)
      throw new DomainError(
        'due_policy.order_invalid',
        'invalid',
        `What is ${severity} would be due after what is ${milder.severity}.`,
        { field: severity, remedy: `Give ${severity} no more than the ${milder.days} days of ${milder.severity}.` },
      );
    if (given !== null) milder = { severity, days: given };
  }
}

function stale(version: number): DomainError {
  return new DomainError(
    'due_policy.stale',
    'stale',
    `The due dates have changed since: they are at version ${version}.`,
    {
      field: 'If-Match',
      remedy: 'Read them again, and decide on what they are now.',
      details: { version },
    },
  );
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
