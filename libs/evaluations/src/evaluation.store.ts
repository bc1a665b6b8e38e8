import type { ConnectionScope } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Hold, Queryable } from '@posture/platform';
import { isUuid } from '@posture/platform';
import type {
  RuleHistoryEntry,
  RuleOutcome,
  RuleResult,
  SaidBefore,
  Scan,
  ScanRecord,
  ScanStart,
  ScanState,
  TrendPoint,
} from './evaluation';
import { purgeEvaluations } from './purge';
import type { PurgedEvaluations } from './purge';
import { verdictOfRule } from './verdict-lines';

const COLUMNS = `id, connection_id as "connectionId", sync_id as "syncId", trigger, profile, version, as_of as "asOf",
  state, reason, started_at as "startedAt", finished_at as "finishedAt", summary`;

const RESULT = `r.rule, r.title, r.severity, r.measure, r.verdict, r.reasons, json_build_object('match', r.match,
  'clear', r.clear, 'not_assessed', r.not_assessed, 'not_applicable', r.not_applicable) as counts`;

/** What evaluations said, from the first verdict on: written by the flow that judges, asked by everybody. */
export class EvaluationStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A scan is begun at its first wave and moved to the newer version at each following one, also by another process.
   * @param hold of the run that judges
   */
  async begin(start: ScanStart, hold: Hold = free): Promise<void> {
    await this.database.transaction(async (tx) => {
      await hold(tx);
      // One that was given up is not under way any more.
      await tx.query(
        `update scan set state = 'failed', finished_at = $3, reason = 'Another scan was begun before this one ended.'
         where connection_id = $1 and state = 'running' and id <> $2`,
        [start.connectionId, start.id, this.clock.now()],
      );
      await tx.query(
        `insert into scan (id, connection_id, sync_id, trigger, profile, version, as_of, state, started_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'running', $8)
         on conflict (id) do update set version = excluded.version, as_of = excluded.as_of, sync_id = excluded.sync_id`,
        [
          start.id,
          start.connectionId,
          start.syncId,
          start.trigger,
          start.profile,
          start.version,
          start.asOf,
          start.startedAt,
        ],
      );
    });
  }

  /** Rules whose reads are all in, so that what they say stands; a later wave's word replaces an earlier one's. */
  async recordWave(scanId: string, outcomes: readonly RuleOutcome[], hold: Hold = free): Promise<void> {
    const rows = outcomes.map(({ counts, ...outcome }) => ({
      ...outcome,
      ...counts,
      verdict: verdictOfRule({ counts, reasons: outcome.reasons }),
    }));
    await this.#write(
      hold,
      `insert into rule_result
         (scan_id, rule, title, severity, measure, verdict, match, clear, not_assessed, not_applicable, reasons,
          digest)
       select $1, rule, title, severity, measure, verdict, match, clear, not_assessed, not_applicable, reasons, digest
       from jsonb_to_recordset($2::jsonb) as r(rule text, title text, severity text, measure boolean, verdict text,
         match int, clear int, not_assessed int, not_applicable int, reasons jsonb, digest text)
       on conflict (scan_id, rule) do update set title = excluded.title, severity = excluded.severity,
         measure = excluded.measure, verdict = excluded.verdict, match = excluded.match, clear = excluded.clear,
         not_assessed = excluded.not_assessed, not_applicable = excluded.not_applicable, reasons = excluded.reasons, digest = excluded.digest`,
      [scanId, JSON.stringify(rows)],
    );
  }

  async finish(scanId: string, record: ScanRecord, hold: Hold = free): Promise<void> {
    await this.#write(
      hold,
      `update scan set state = 'completed', reason = null, finished_at = $2, read = $3, coverage = $4, fixes = $5,
         findings = $6::uuid[], summary = $7, activity = $8
       where id = $1`,
      [
        scanId,
        this.clock.now(),
        JSON.stringify(record.read),
        JSON.stringify(record.coverage),
        JSON.stringify(record.fixes),
        record.findings,
        JSON.stringify(record.summary),
        record.activity === null ? null : JSON.stringify(record.activity),
      ],
    );
  }

  /** Without effect when nothing was judged yet: then there is no scan. */
  async fail(scanId: string, reason: string): Promise<void> {
    await this.database.query(
      `update scan set state = 'failed', finished_at = $2, reason = $3 where id = $1 and state = 'running'`,
      [scanId, this.clock.now(), reason],
    );
  }

  /** Ids of scans that are under way, of all connections. */
  async running(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(`select id from scan where state = 'running'`);
    return rows.map(({ id }) => id);
  }

  /** @returns the connection it is of; null when there is no such scan */
  async connectionOf(id: string): Promise<string | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<{ of: string | null }>(
      'select connection_id as of from scan where id = $1',
      [id],
    );
    return row?.of ?? null;
  }

  /** @throws {DomainError} `scan.not_found` */
  async get(id: string): Promise<Scan> {
    const [scan] = await this.database.query<Scan>(`select ${COLUMNS} from scan where id::text = $1`, [id]);
    if (scan === undefined)
      throw new DomainError('scan.not_found', 'not_found', `There is no scan ${id}.`, {
        field: 'id',
        remedy: 'Take the id from the list of scans.',
      });
    return scan;
  }

  /** The last scan that was completed and kept what it said. @throws {DomainError} `scan.none` */
  async latest(connectionId: string): Promise<Scan> {
    const [scan] = await this.database.query<Scan>(
      `select ${COLUMNS} from scan where connection_id = $1 and findings is not null order by id desc limit 1`,
      [connectionId],
    );
    if (scan === undefined)
      throw new DomainError('scan.none', 'not_found', 'No scan of this connection was completed yet.', {
        field: 'connectionId',
        remedy: 'Start a sync of the connection and ask again when it has ended.',
      });
    return scan;
  }

  /** Newest first. @param beforeId id of the last scan of the page before; null for the first page */
  /** By which the connection was judged last; null: it never was. */
  async lastProfile(connectionId: string): Promise<string | null> {
    const [last] = await this.list(connectionId, 1);
    return last?.profile ?? null;
  }

  /** The first that was completed; null when none was. */
  async first(connectionId: string): Promise<Scan | null> {
    const [scan] = await this.database.query<Scan>(
      `select ${COLUMNS} from scan where connection_id = $1 and findings is not null order by id limit 1`,
      [connectionId],
    );
    return scan ?? null;
  }

  async list(connectionId: string, limit: number, beforeId: string | null = null): Promise<Scan[]> {
    return this.database.query<Scan>(
      `select ${COLUMNS} from scan where connection_id = $1 and ($2::uuid is null or id < $2::uuid)
       order by id desc limit $3`,
      [connectionId, beforeId, limit],
    );
  }

  /** How each of the rules was judged by the last completed scan that judged it; without those none did. */
  async saidBefore(connectionId: string, rules: readonly string[]): Promise<Map<string, SaidBefore>> {
    const rows = await this.database.query<SaidBefore>(
      `select l.rule, l.reasons, l.digest from unnest($2::text[]) as asked (rule) cross join lateral (
         select r.rule, r.reasons, r.digest from rule_result r join scan s on s.id = r.scan_id
         where r.rule = asked.rule and s.connection_id = $1 and s.state = 'completed'
         order by r.scan_id desc limit 1) l`,
      [connectionId, rules],
    );
    return new Map(rows.map((row) => [row.rule, row]));
  }

  /** All that a completed scan said beside its rules. @throws {DomainError} `scan.not_found`, `scan.unrecorded` */
  async record(scan: Scan): Promise<ScanRecord> {
    const [row] = await this.database.query<ScanRecord>(
      'select read, coverage, activity, fixes, findings, summary from scan where id = $1 and findings is not null',
      [scan.id],
    );
    if (row !== undefined) return row;
    throw new DomainError('scan.unrecorded', 'not_found', UNRECORDED[scan.state](scan), {
      field: 'id',
      remedy: 'Take a completed scan from the list of scans.',
    });
  }

  /** By rule. */
  async results(scanId: string): Promise<RuleResult[]> {
    return this.database.query<RuleResult>(
      `select ${RESULT} from rule_result r where r.scan_id = $1 order by r.rule collate "C"`,
      [scanId],
    );
  }

  /** By which rules a scan judged, and how: the digest of each, null where nobody wrote it down. */
  async digestsOf(scanId: string): Promise<Map<string, string | null>> {
    const rows = await this.database.query<{ rule: string; digest: string | null }>(
      'select rule, digest from rule_result where scan_id = $1',
      [scanId],
    );
    return new Map(rows.map(({ rule, digest }) => [rule, digest]));
  }

  /** What one rule said, scan by scan, newest first. @param beforeScan id of the last scan of the page before */
  async history(
    rule: string,
    sees: ConnectionScope,
    limit: number,
    beforeScan: string | null = null,
  ): Promise<RuleHistoryEntry[]> {
    const rows = await this.database.query<RuleResult & RuleHistoryEntry['scan'] & { scanId: string }>(
      `select ${RESULT}, r.scan_id as "scanId", s.connection_id as "connectionId", s.profile, s.version,
         s.as_of as "asOf", s.state
       from rule_result r join scan s on s.id = r.scan_id
       where r.rule = $1 and ($2::uuid[] is null or s.connection_id = any($2::uuid[])) and ($3::uuid is null or r.scan_id < $3::uuid)
       order by r.scan_id desc limit $4`,
      [rule, sees, beforeScan, limit],
    );
    return rows.map(({ scanId, connectionId: of, profile, version, asOf, state, ...result }) => ({
      ...result,
      scan: { id: scanId, connectionId: of, profile, version, asOf, state },
    }));
  }

  /** One point a day, newest first. Profiles ask other rules, so only one of them makes a line. @param beforeDay exclusive */
  async trend(
    connectionId: string,
    profile: string,
    limit: number,
    beforeDay: string | null = null,
  ): Promise<TrendPoint[]> {
    return this.database.query<TrendPoint>(
      `select distinct on (day) day, id as "scanId", version, as_of as "asOf", summary
       from (select to_char(as_of at time zone 'UTC', 'YYYY-MM-DD') as day, scan.* from scan
             where connection_id = $1 and profile = $2 and state = 'completed') s
       where $3::text is null or day < $3 order by day desc, id desc limit $4`,
      [connectionId, profile, beforeDay, limit],
    );
  }

  /** Deletes scans that are older than the retention; see `EVALUATION_RETENTION`. May run beside a scan. */
  purge(connectionId: string, signal?: AbortSignal): Promise<PurgedEvaluations> {
    return purgeEvaluations(this.database, connectionId, this.clock.now(), { signal });
  }

  /** Removes all that was said of a connection. */
  async forget(connectionId: string, tx: Queryable = this.database): Promise<void> {
    await tx.query('delete from scan where connection_id = $1', [connectionId]);
  }

  async #write(hold: Hold, sql: string, values: readonly unknown[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await hold(tx);
      await tx.query(sql, values);
    });
  }
}

/** Of whoever judges without a run. */
const free: Hold = () => Promise.resolve();

const UNRECORDED: Readonly<Record<ScanState, (scan: Scan) => string>> = {
  running: ({ id }) => `Scan ${id} is still running; what it says comes when it is completed.`,
  failed: ({ id, reason }) => `Scan ${id} failed: ${reason ?? 'no reason was kept'}`,
  completed: ({ id }) => `Scan ${id} was made by an earlier version, which kept its summary only.`,
};
