import type { Severity } from '@posture/domain';
import type { Database } from '@posture/platform';

/** Findings that are there and not resolved, by severity. Reads all of them: whoever asks often remembers the answer. */
export async function openBySeverity(
  database: Database,
): Promise<{ severity: Severity; status: string; count: number }[]> {
  return database.query(
    `select severity, status, count(*)::int as count from finding where status <> 'resolved' group by severity, status`,
  );
}
