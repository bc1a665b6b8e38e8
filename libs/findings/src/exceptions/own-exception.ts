import type { Actor } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import type { Finding } from '../finding';

/** An exception about nothing but a finding that people took out of it has nothing left to say. @param findings that were */
export async function endOwnException(
  tx: Queryable,
  findings: readonly Finding[],
  actor: Actor,
  now: Date,
): Promise<void> {
  if (findings.length === 0) return;
  await tx.query(
    `update finding_exception set state = 'revoked', ended_at = $2, ended_by = $3, version = version + 1
     where id = any($1::uuid[]) and scope = 'finding' and state = 'active'`,
    [findings.map(({ exceptionId }) => exceptionId), now, JSON.stringify(actor)],
  );
}
