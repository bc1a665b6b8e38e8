import type { Coverage, GraphSource, ResourceCatalogue } from '@posture/domain';
import type { Inventory } from '@posture/inventory';

const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;

type Rows = ReturnType<Inventory['reader']>;

/** The rows of a connection, of which nothing counts as read that is older than its resource may be believed. */
export class BelievedRows implements Required<GraphSource> {
  constructor(
    private readonly rows: Rows,
    private readonly catalogue: ResourceCatalogue,
  ) {}

  instant(version: number): Promise<Date> {
    return this.rows.instant(version);
  }

  nodes(version: number): ReturnType<GraphSource['nodes']> {
    return this.rows.nodes(version);
  }

  edges(version: number): ReturnType<GraphSource['edges']> {
    return this.rows.edges(version);
  }

  changes(...asked: Parameters<GraphSource['changes']>): ReturnType<GraphSource['changes']> {
    return this.rows.changes(...asked);
  }

  derivedChanges(version: number): ReturnType<GraphSource['changes']> {
    return this.rows.derivedChanges(version);
  }

  observations(from: number, to: number): ReturnType<Rows['observations']> {
    return this.rows.observations(from, to);
  }

  async coverage(version: number): Promise<readonly Coverage[]> {
    const [rows, at] = [await this.rows.coverage(version), await this.rows.instant(version)];
    return rows.map((row) => believedAt(row, at, this.catalogue));
  }
}

/** What a list tells at an instant: once it is older than it may be believed, no more than one that was not read. Pure. */
export function believedAt(row: Coverage, at: Date, { resources }: ResourceCatalogue): Coverage {
  const hours = resources[row.resource]?.believedHours;
  const age = at.getTime() - row.readAt.getTime();
  if (hours === undefined || age <= hours * HOUR_MS) return row;
  // What was not read says nothing that could grow old.
  if (row.state !== 'complete' && row.state !== 'partial' && row.state !== 'unlicensed') return row;
  const days = Math.floor(age / HOUR_MS / HOURS_OF_DAY);
  const reason =
    `It was last read ${days} days ago, on ${row.readAt.toISOString().slice(0, 10)}; what it says may be believed for ` +
    `${hours / HOURS_OF_DAY} days. Read it again.`;
  return { ...row, state: 'not_read', reason };
}
