import type { Database } from '@posture/platform';

/** How long what scans said can be asked, in days. The last completed scan of a connection always can. */
export const EVALUATION_RETENTION = { scanDays: 400 } as const;

export interface EvaluationPurgeOptions {
  readonly retention?: { readonly scanDays: number };
  /** Stops between two transactions; the next purge goes on. */
  readonly signal?: AbortSignal;
  /** Rows a transaction deletes at most; never more than 25,000. */
  readonly batch?: number;
}

export interface PurgedEvaluations {
  readonly scans: number;
  readonly ruleResults: number;
}

const DAY_MS = 24 * 3_600_000;
const BATCH = 10_000;

const EXPIRED = `s.connection_id = $1 and s.state <> 'running' and s.as_of < $2 and s.id is distinct from (
  select l.id from scan l where l.connection_id = $1 and l.findings is not null order by l.id desc limit 1)`;

/** Deletes scans of one connection that are older than the retention. May run beside a scan. */
export async function purgeEvaluations(
  database: Database,
  connectionId: string,
  now: Date,
  { retention = EVALUATION_RETENTION, signal, batch = BATCH }: EvaluationPurgeOptions = {},
): Promise<PurgedEvaluations> {
  const cutoff = new Date(now.getTime() - retention.scanDays * DAY_MS);
  const gone = async (table: string, rows: string) => {
    for (let deleted = 0; ;) {
      signal?.throwIfAborted();
      const some = await database.execute(
        `delete from ${table} where ctid = any(array(select t.ctid from ${table} ${rows} where ${EXPIRED} limit $3))`,
        [connectionId, cutoff, batch],
      );
      deleted += some;
      if (some < batch) return deleted;
    }
  };
  // The rules first: a scan takes hundreds of them along, which no transaction's bound would count.
  const ruleResults = await gone('rule_result', 't join scan s on s.id = t.scan_id');
  return { ruleResults, scans: await gone('scan', 't join scan s on s.id = t.id') };
}
