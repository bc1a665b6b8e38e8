import type { ConnectionScope } from '@posture/domain';
import { toSql } from '../filter/apply-filter';
import { isOneOf } from '../filter/field-kinds';
import type { Bind, Filter } from '../filter/filter';

/** Which findings are looked through. */
export interface ListAsked {
  readonly filter: Filter;
  /** Of these connections only, whatever the filter says; null: of all. */
  readonly sees: ConnectionScope;
  /** Those with a step in their history since then; being seen again is none. */
  readonly updatedSince?: Date;
}

/** The condition on rows of `finding`. @param at what ages and due dates are reckoned from */
export function askedSql({ filter, sees, updatedSince }: ListAsked, bind: Bind, at: Date): string {
  const where = [toSql(filter, bind, at)];
  if (sees !== null) where.push(isOneOf('connection_id', sees, 'uuid', bind));
  if (updatedSince !== undefined)
    where.push(`id in (select finding_id from finding_event where at >= ${bind(updatedSince)}::timestamptz)`);
  return where.join(' and ');
}
