import { coalesced } from '@posture/domain';
import type { Changes, NodeKey } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';

/** Changes that wait to be read again, up to a position of the queue. */
export interface TakenChanges extends Changes {
  readonly upTo: string;
}

interface PendingRow {
  position: string;
  resource: string;
  parent: NodeKey | '';
  key: NodeKey | '';
  gone: boolean;
  stale: boolean;
}

/**
 * What the logs of tenants say has changed and nobody has read again yet. It outlives its process: whoever puts changes in
 * and dies before they are read leaves them to the next.
 */
export class PendingChanges {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @param tx that of the writer, for changes that must be there exactly when something else is */
  async add(connectionId: string, { objects, stale }: Changes, tx: Queryable = this.database): Promise<void> {
    const rows = [
      ...objects.map((change) => ({ ...change, stale: false })),
      ...stale.map((resource) => ({ resource, parent: undefined, key: undefined, gone: undefined, stale: true })),
    ];
    if (rows.length === 0) return;
    await tx.query(
      `insert into pending_change (connection_id, resource, parent, key, gone, stale, queued_at)
       select $1, c.resource, c.parent, c.key, c.gone, c.stale, $2
       from unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[])
         as c (resource, parent, key, gone, stale)`,
      [
        connectionId,
        this.clock.now(),
        rows.map(({ resource }) => resource),
        rows.map(({ parent }) => parent ?? ''),
        rows.map(({ key }) => key ?? ''),
        rows.map(({ gone }) => gone === true),
        rows.map((row) => row.stale),
      ],
    );
  }

  /** All that waits; it stays in the queue until it is done. null when nothing does. */
  async take(connectionId: string): Promise<TakenChanges | null> {
    const rows = await this.database.query<PendingRow>(
      `select position, resource, parent, key, gone, stale from pending_change where connection_id = $1 order by position`,
      [connectionId],
    );
    const last = rows.at(-1);
    if (last === undefined) return null;
    const objects = rows
      .filter(({ stale }) => !stale)
      .map(({ resource, parent, key, gone }) => ({
        resource,
        ...(parent === '' ? {} : { parent }),
        ...(key === '' ? {} : { key }),
        ...(gone ? { gone } : {}),
      }));
    const stale = rows.filter((row) => row.stale).map(({ resource }) => resource);
    return { ...coalesced({ objects, stale }), upTo: last.position };
  }

  /** They were read, and what follows is published. */
  async done(connectionId: string, upTo: string): Promise<void> {
    await this.database.query('delete from pending_change where connection_id = $1 and position <= $2', [
      connectionId,
      upTo,
    ]);
  }

  /** A full sync that began then has read all that had changed before. */
  async forget(connectionId: string, before: Date): Promise<void> {
    await this.database.query('delete from pending_change where connection_id = $1 and queued_at < $2', [
      connectionId,
      before,
    ]);
  }

  /** Connections something waits for. */
  async connections(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>('select distinct connection_id as id from pending_change');
    return rows.map(({ id }) => id);
  }
}
