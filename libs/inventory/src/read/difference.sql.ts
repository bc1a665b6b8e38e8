import type { ConnectionTables } from '../partitions';

/**
 * Net difference between the versions $1 and $2 ($1 < $2): what was true at $1 only, joined with what is true at $2
 * only. Rows that were replaced by equal ones are no difference.
 */
export function nodeDifferenceSql(tables: ConnectionTables): string {
  return `select key, kind, b.name as "nameBefore", a.name as "nameAfter",
      coalesce(a.external_id, b.external_id) as "externalId", b.props as "propsBefore", a.props as "propsAfter",
      coalesce(a.resource, b.resource) as resource, a.from_version as "fromVersion", b.key is not null as "wasThere", a.key is not null as "isThere"
    from (select * from ${tables.node} where ${BEFORE}) b
    full join (select * from ${tables.node} where ${AFTER}) a using (key, kind)
    where b.content_hash is distinct from a.content_hash`;
}

export function edgeDifferenceSql(tables: ConnectionTables): string {
  return `select kind, src_key as src, dst_key as dst, resource, parent, coalesce(a.derived, b.derived) as derived,
      b.props as "propsBefore", a.props as "propsAfter", a.from_version as "fromVersion",
      b.src_key is not null as "wasThere", a.src_key is not null as "isThere"
    from (select * from ${tables.edge} where ${BEFORE}) b
    full join (select * from ${tables.edge} where ${AFTER}) a using (parent, resource, kind, src_key, dst_key)
    where b.src_key is null or a.src_key is null or b.content_hash is distinct from a.content_hash`;
}

const BEFORE = 'from_version <= $1 and to_version > $1 and to_version <= $2';
const AFTER = 'from_version > $1 and from_version <= $2 and (to_version is null or to_version > $2)';
