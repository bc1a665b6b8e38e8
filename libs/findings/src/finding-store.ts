import type { Actor, ConnectionScope, FindingStatus, JsonObject, Severity, SubjectRef } from '@posture/domain';
import { DomainError, FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import type { Database, Queryable } from '@posture/platform';
import { isUuid } from '@posture/platform';
import type { Finding } from './finding';
import { FINDING_COLUMNS, toFinding } from './finding-columns';
import type { FindingRow } from './finding-columns';

/** Which findings are listed; every condition given must hold, none means all. */
export interface FindingFilter {
  readonly connectionId?: string;
  /** Of these connections only; null or left out: of all. */
  readonly sees?: ConnectionScope;
  readonly rule?: string;
  readonly severities?: readonly Severity[];
  readonly statuses?: readonly FindingStatus[];
  /** Key of a subject. */
  readonly subject?: string;
  /** Leaves out findings whose risk is gone. */
  readonly present?: boolean;
  /** Leaves out findings another finding stands for. */
  readonly leading?: boolean;
}

/** Where the next page starts: severity rank, score and id of the last finding shown. */
export interface FindingCursor {
  readonly rank: number;
  readonly score: number;
  readonly id: string;
}

/** One step in the life of a finding; `sequence` counts from 1 within it, without a gap. */
export interface FindingEvent {
  readonly sequence: number;
  readonly at: Date;
  readonly type: string;
  readonly data: JsonObject;
  /** null: the engine itself. */
  readonly actor: Actor | null;
}

/** One step in the life of a finding, with the finding as it is now. */
export interface FindingNews {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly finding: Finding;
}

const PAGE = 500;

/** From 1, the mildest; the index `finding_by_rank` is on this very expression. */
export const RANK = `array_position(array['${SEVERITIES.join("','")}'], severity)`;

/** When it was or is due, where nobody was told of it yet; the index `finding_untold_due` is on this very expression. */
export const UNTOLD_DUE = `case when breach_told_at is null and status in ('open', 'acknowledged', 'in_progress') then due_at end`;

/** Reads findings; everything that writes them is in the reconciler. */
export class FindingStore {
  constructor(private readonly database: Database) {}

  /** All present findings of a connection, worst first. */
  allPresent(connectionId: string): Promise<Finding[]> {
    return this.#all({ connectionId, present: true });
  }

  /** All findings of a connection that are not resolved, whether or not their risk is there, worst first. */
  allUnresolved(connectionId: string): Promise<Finding[]> {
    return this.#all({ connectionId, statuses: FINDING_STATUSES.filter((status) => status !== 'resolved') });
  }

  async #all(filter: FindingFilter): Promise<Finding[]> {
    const all: Finding[] = [];
    for (;;) {
      const last = all.at(-1);
      const after = last === undefined ? null : { rank: severityRank(last.severity), score: last.score, id: last.id };
      const page = await this.list(filter, PAGE, after);
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  }

  /** What became of findings because of a scan, or of a run that read again what changed: how many steps of each type. */
  async effectsOf(scanId: string): Promise<Record<string, number>> {
    const rows = await this.database.query<{ type: string; steps: number }>(
      'select type, count(*)::int as steps from finding_event where scan_id = $1 group by type',
      [scanId],
    );
    return Object.fromEntries(rows.map(({ type, steps }) => [type, steps]));
  }

  /** How many findings of each rule are present; rules without any are left out. */
  async presentByRule(connectionId: string): Promise<Map<string, number>> {
    const rows = await this.database.query<{ rule: string; count: number }>(
      'select rule, count(*)::int as count from finding where connection_id = $1 and present group by rule',
      [connectionId],
    );
    return new Map(rows.map(({ rule, count }) => [rule, count]));
  }

  /** Removes all findings of a connection, with their history. */
  async forget(connectionId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('delete from finding where connection_id = $1', [connectionId]);
      await tx.query('delete from finding_exception where connection_id = $1', [connectionId]);
      await tx.query('delete from finding_due_policy where connection_id = $1', [connectionId]);
    });
  }

  /** Worst first: severity, score, id. */
  async list(filter: FindingFilter, limit: number, after: FindingCursor | null = null): Promise<Finding[]> {
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const where = ['true'];
    if (filter.connectionId !== undefined) where.push(`connection_id = ${bind(filter.connectionId)}`);
    if ((filter.sees ?? null) !== null) where.push(`connection_id = any(${bind(filter.sees)}::uuid[])`);
    if (filter.rule !== undefined) where.push(`rule = ${bind(filter.rule)}`);
    if (filter.severities !== undefined) where.push(`severity = any(${bind(filter.severities)}::text[])`);
    if (filter.statuses !== undefined) where.push(`status = any(${bind(filter.statuses)}::text[])`);
    if (filter.subject !== undefined) where.push(`subject ->> 'key' = ${bind(filter.subject)}`);
    if (filter.present === true) where.push('present');
    if (filter.leading === true) where.push('superseded_by is null');
    if (after !== null) {
      where.push(
        `(${RANK}, score, id::text) < (${bind(after.rank)}::int, ${bind(after.score)}::int, ${bind(after.id)})`,
      );
    }
    const rows = await this.database.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where ${where.join(' and ')}
       order by ${RANK} desc, score desc, id::text desc limit ${bind(limit)}`,
      params,
    );
    return rows.map(toFinding);
  }

  /** @returns the connection it is of; null when there is no such finding */
  async connectionOf(id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<{ of: string | null }>(
      'select connection_id as of from finding where id = $1',
      [id],
    );
    return row?.of ?? null;
  }

  /** @throws {DomainError} `finding.not_found` */
  async get(id: string): Promise<Finding> {
    const [row] = await this.database.query<FindingRow>(`select ${FINDING_COLUMNS} from finding where id = $1`, [id]);
    if (row === undefined)
      throw new DomainError('finding.not_found', 'not_found', `There is no finding ${id}.`, { field: 'id' });
    return toFinding(row);
  }

  /** Members of a group finding by key; empty for grain `each`. */
  async members(id: string, limit: number, afterKey = ''): Promise<SubjectRef[]> {
    return this.database.query<SubjectRef>(
      `select kind, key, external_id as "externalId", name from finding_member
       where finding_id = $1 and key > $2 order by key limit $3`,
      [id, afterKey, limit],
    );
  }

  async history(id: string): Promise<FindingEvent[]> {
    return this.database.query<FindingEvent>(
      `select sequence, at, type, data, actor from finding_event where finding_id = $1 order by sequence`,
      [id],
    );
  }

  /** What became of findings of a connection from an instant on, in order, for whoever looks on; what was only seen again is left out. */
  async news(connectionId: string, since: Date, limit: number): Promise<FindingNews[]> {
    const rows = await this.database.query<FindingRow & { event_id: string; event_type: string; event_at: Date }>(
      `select e.id as event_id, e.type as event_type, e.at as event_at, ${FINDING_COLUMNS.split(', ')
        .map((column) => `f.${column}`)
        .join(', ')}
       from finding_event e join finding f on f.id = e.finding_id
       where f.connection_id = $1 and e.at >= $2 order by e.at, e.id limit $3`,
      [connectionId, since, limit],
    );
    return rows.map(({ event_id: id, event_type: type, event_at: at, ...row }) => ({
      ...{ id, type, at },
      finding: toFinding(row),
    }));
  }

  /** Open and resolved findings of the rules, for the reconciler. */
  async ofRules(connectionId: string, rules: readonly string[], tx: Queryable = this.database): Promise<Finding[]> {
    const rows = await tx.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where connection_id = $1 and rule = any($2::text[])`,
      [connectionId, rules],
    );
    return rows.map(toFinding);
  }

  /** Those that still exist, locked until the transaction ends, in one order for all who lock several. */
  async lock(ids: readonly string[], tx: Queryable): Promise<Map<string, Finding>> {
    const rows = await tx.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where id = any($1::uuid[]) order by id for update`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toFinding(row)]));
  }

  /** Locked until the transaction ends, in one order for all who lock several. */
  async ofFingerprints(connectionId: string, fingerprints: readonly string[], tx: Queryable): Promise<Finding[]> {
    const rows = await tx.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where connection_id = $1 and fingerprint = any($2::text[]) order by id for update`,
      [connectionId, fingerprints],
    );
    return rows.map(toFinding);
  }

  /** Those that still exist, in the order of the ids. */
  /** Present ones about any of the subjects, by their keys. */
  async aboutSubjects(connectionId: string, keys: readonly string[]): Promise<Finding[]> {
    const rows = await this.database.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where connection_id = $1 and present and subject ->> 'key' = any($2::text[])
       order by ${RANK} desc, score desc, id`,
      [connectionId, keys],
    );
    return rows.map(toFinding);
  }

  async ofIds(ids: readonly string[]): Promise<Finding[]> {
    const rows = await this.database.query<FindingRow>(
      `select ${FINDING_COLUMNS} from finding where id = any($1::uuid[]) order by array_position($1::uuid[], id)`,
      [ids],
    );
    return rows.map(toFinding);
  }

  /** By key. @param limit members of each finding; null for all */
  async membersOf(
    ids: readonly string[],
    limit: number | null = null,
    tx: Queryable = this.database,
  ): Promise<Map<string, SubjectRef[]>> {
    const rows = await tx.query<SubjectRef & { findingId: string }>(
      `select f.id as "findingId", m.kind, m.key, m.external_id as "externalId", m.name
       from unnest($1::uuid[]) as f (id) cross join lateral (
         select * from finding_member where finding_id = f.id order by key limit $2) m
       order by f.id, m.key`,
      [ids, limit],
    );
    const members = new Map<string, SubjectRef[]>();
    for (const { findingId, ...member } of rows) {
      const list = members.get(findingId) ?? [];
      list.push(member);
      members.set(findingId, list);
    }
    return members;
  }
}

/** From 1, the mildest, to 5; the same number the database sorts by. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}
