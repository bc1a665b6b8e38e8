import type { Queryable } from '@posture/platform';
import { isUuid } from '@posture/platform';
import type { OperatorRole } from '../principal';
import { OPERATOR_ROLES } from '../permission';
import { stateOf } from './api-key';
import type { ApiKey } from './api-key';

/** A key with what its line of makers says of it. */
export interface KeyRow extends Omit<ApiKey, 'state'> {
  readonly hash: string;
  readonly formerHash: string | null;
  /** It and all it goes back to, and their roles. */
  readonly makers: readonly string[];
  readonly roles: readonly OperatorRole[];
  readonly isOrphaned: boolean;
}

const COLUMNS = `k.id, k.name, k.role, k.connections::text[] as connections, k.hash, k.former_hash as "formerHash",
  k.former_until as "formerUntil", k.created_by as "createdBy", k.created_at as "createdAt",
  k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.last_used_on::text as "lastUsedOn",
  k.last_used_from as "lastUsedFrom", k.version, line.makers, line.roles, line."isOrphaned"`;

/** From a key to whoever made it, and on; `union` ends it should the rows ever go round. */
const LINE = `lateral (
  with recursive maker as (
    select k.id, k.role, false as revoked, k.created_by
    union
    select m.id, m.role, m.revoked_at is not null, m.created_by from maker
    join api_key m on m.id = case when maker.created_by->>'kind' = 'api_key' then (maker.created_by->>'id')::uuid end
  )
  select array_agg(id::text) as makers, array_agg(role) as roles, bool_or(revoked) as "isOrphaned" from maker) line`;

export async function keyRows(where: string, params: readonly unknown[], store: Queryable): Promise<readonly KeyRow[]> {
  return store.query<KeyRow>(`select ${COLUMNS} from api_key k, ${LINE} where ${where} order by k.id`, params);
}

export async function keyRow(id: string, store: Queryable): Promise<KeyRow | null> {
  return isUuid(id) ? ((await keyRows('k.id = $1', [id], store))[0] ?? null) : null;
}

export function keyOf(
  { hash: _hash, formerHash: _former, makers: _makers, roles: _roles, isOrphaned, formerUntil, ...row }: KeyRow,
  now: Date,
): ApiKey {
  const isOver = formerUntil === null || formerUntil <= now;
  return { ...row, formerUntil: isOver ? null : formerUntil, state: stateOf(row, isOrphaned, now) };
}

export function roleNow({ roles }: KeyRow): OperatorRole {
  return OPERATOR_ROLES.find((role) => roles.includes(role))!;
}
