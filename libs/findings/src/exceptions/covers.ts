import type { Queryable } from '@posture/platform';
import type { Change } from '../decide';

const LOCK = `hashtext('finding_exception')`;

/**
 * Which exception a finding that opens or comes back falls under. No exception is made while the transaction goes on, so that
 * none passes by a finding that is not there yet. To be called before findings are locked.
 */
export async function coversOf(connectionId: string, tx: Queryable): Promise<(change: Change) => string | null> {
  await tx.query(`select pg_advisory_xact_lock_shared(${LOCK})`);
  const rows = await tx.query<{ id: string; rule: string; subject: string }>(
    `select id, rule, subject_key as subject from finding_exception
     where connection_id = $1 and state = 'active' and scope = 'rule_subject' order by id`,
    [connectionId],
  );
  const byPlace = new Map(rows.map(({ id, rule, subject }) => [`${rule} ${subject}`, id]));
  return (change) => {
    if (change.type !== 'opened' && change.type !== 'reopened') return null;
    // What people said is mended and is not shall not vanish a second time.
    if (change.type === 'reopened' && change.reason === 'still_detected') return null;
    return byPlace.get(`${change.candidate.rule} ${change.candidate.subject.key}`) ?? null;
  };
}

/** Waits for whoever writes findings, and keeps others from it until the transaction ends. */
export async function holdCovers(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
}
