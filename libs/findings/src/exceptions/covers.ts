import type { Queryable } from '@posture/platform';
import { matches } from '../filter/apply-filter';
import type { Filter } from '../filter/filter';
import type { Covers, Excepted } from '../next-finding';
import { EXCEPTION_COLUMNS, toException } from './exception-rows';
import type { ExceptionRow } from './exception-rows';

const LOCK = `hashtext('finding_exception')`;

/**
 * Which exception a finding of a connection falls under that opens or comes back. No exception is made while the transaction
 * goes on, so that none passes by a finding that is not there yet. To be called before findings are locked.
 */
export async function coversOf(connectionId: string, now: Date, tx: Queryable): Promise<Covers> {
  await tx.query(`select pg_advisory_xact_lock_shared(${LOCK})`);
  const rows = await tx.query<ExceptionRow>(
    `select ${EXCEPTION_COLUMNS} from finding_exception
     where connection_id = $1 and state = 'active' and scope <> 'finding' and (expires_at is null or expires_at > $2)
     order by id`,
    [connectionId, now],
  );
  const byPlace = new Map<string, Excepted>();
  const byFilter: (Excepted & { readonly filter: Filter })[] = [];
  for (const { id: exceptionId, kind, scope } of rows.map(toException)) {
    if (scope.type === 'rule_subject') byPlace.set(`${scope.rule} ${scope.subject}`, { exceptionId, kind });
    if (scope.type === 'filter') byFilter.push({ exceptionId, kind, filter: scope.filter });
  }
  return (finding) =>
    byPlace.get(`${finding.rule} ${finding.subject.key}`) ??
    byFilter.find(({ filter }) => matches(filter, finding, now)) ??
    null;
}

/** Waits for whoever writes findings, and keeps others from it until the transaction ends. */
export async function holdCovers(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
}
