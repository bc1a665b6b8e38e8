import type { SyncLease } from '@posture/inventory';
import type { Clock, Database } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { JudgedRule } from './judge';
import type { ScanReport } from './report/scan-report';

/** What each scan judged, and how often each verdict fell. */
export class ScanStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The scan of a sync: begun at its first wave, moved to the newer version at each following one. @returns its id */
  async begin(lease: SyncLease, profile: string, version: number): Promise<string> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `update scan set version = $2, profile = $3 where sync_id = $1 returning id`,
        [lease.syncId, version, profile],
      );
      if (row !== undefined) return row.id;
      const id = uuidv7();
      await tx.query(
        `insert into scan (id, connection_id, sync_id, profile, version, state, started_at)
         values ($1, $2, $3, $4, $5, 'running', $6)`,
        [id, lease.connectionId, lease.syncId, profile, version, lease.startedAt],
      );
      return id;
    });
  }

  async recordVerdicts(scanId: string, judged: readonly JudgedRule[]): Promise<void> {
    const rows = judged.map(({ rule, counts, reasons }) => ({ rule: rule.file.id, ...counts, missing: reasons }));
    await this.database.query(
      `insert into rule_result (scan_id, rule, match, clear, not_assessed, not_applicable, missing)
       select $1, rule, match, clear, not_assessed, not_applicable, missing from jsonb_to_recordset($2::jsonb)
         as r(rule text, match int, clear int, not_assessed int, not_applicable int, missing jsonb)
       on conflict (scan_id, rule) do update set match = excluded.match, clear = excluded.clear,
         not_assessed = excluded.not_assessed, not_applicable = excluded.not_applicable, missing = excluded.missing`,
      [scanId, JSON.stringify(rows)],
    );
  }

  async finish(syncId: string, report: ScanReport): Promise<void> {
    await this.database.query(
      `update scan set state = 'completed', finished_at = $2, summary = $3 where sync_id = $1`,
      [syncId, this.clock.now(), JSON.stringify(report.summary)],
    );
  }

  /** Without effect when nothing was judged yet: then there is no scan. */
  async fail(syncId: string, reason: string): Promise<void> {
    await this.database.query(
      `update scan set state = 'failed', finished_at = $2, reason = $3 where sync_id = $1 and state = 'running'`,
      [syncId, this.clock.now(), reason],
    );
  }
}
