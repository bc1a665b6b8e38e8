import { hidesNothing } from '@posture/domain';
import type { Coverage, CoverageState, CoverageView } from '@posture/domain';

/** The worse of two reads of one thing speaks for both; a list the edition does not have is as good as read. */
const BADNESS: Readonly<Record<CoverageState, number>> = {
  complete: 0,
  unlicensed: 1,
  not_read: 2,
  partial: 3,
  failed: 4,
  forbidden: 5,
};

const WHOLE = '';

/** Coverage of one version, by resource and parent. */
export class CoverageIndex implements CoverageView {
  private readonly rows = new Map<string, Map<string, Coverage>>();
  /** What can be said of a resource as a whole: never better than its worst list. */
  private readonly whole = new Map<string, Coverage>();
  /** Of resources without a row: the same thing is asked of each of many subjects. */
  private readonly unread = new Map<string, Coverage>();

  /** @param otherwise how resources without a row were read */
  constructor(
    rows: readonly Coverage[],
    private readonly at: Date,
    private readonly otherwise: CoverageState = 'not_read',
  ) {
    for (const row of rows) {
      let lists = this.rows.get(row.resource);
      if (lists === undefined) this.rows.set(row.resource, (lists = new Map()));
      lists.set(row.parent, row);
    }
    for (const [resource, lists] of this.rows) this.whole.set(resource, this.summarise(resource, lists));
  }

  of(resource: string, parent: string = WHOLE): Coverage {
    if (parent !== WHOLE) {
      const lists = this.rows.get(resource);
      const whole = lists?.get(WHOLE);
      const own = lists?.get(parent);
      if (own === undefined) return whole ?? this.rowless(resource);
      return whole !== undefined && isRefusedSince(whole, own) ? whole : own;
    }
    return this.whole.get(resource) ?? this.rowless(resource);
  }

  complete(resource: string, parent: string = WHOLE): boolean {
    return this.of(resource, parent).state === 'complete';
  }

  private summarise(resource: string, lists: ReadonlyMap<string, Coverage>): Coverage {
    let worst = lists.get(WHOLE);
    // Lists of some objects say nothing of the objects that have no row, so they never add up to the whole.
    if (worst === undefined) worst = this.rowless(resource);
    for (const row of lists.values()) if (BADNESS[row.state] > BADNESS[worst.state]) worst = row;
    return worst;
  }

  private rowless(resource: string): Coverage {
    let row = this.unread.get(resource);
    if (row === undefined) this.unread.set(resource, (row = this.withoutRow(resource)));
    return row;
  }

  private withoutRow(resource: string): Coverage {
    return {
      resource,
      parent: WHOLE,
      state: this.otherwise,
      reason: this.otherwise === 'complete' ? null : 'no sync has read it',
      missing: null,
      records: 0,
      readStartedAt: this.at,
      readAt: this.at,
    };
  }
}

/**
 * Whether the resource was refused altogether after the list was read. What the list showed is still the last that is
 * known, but nobody can say any more that it is all. A list that was merely not due again (`not_read`) keeps its word.
 */
function isRefusedSince(whole: Coverage, own: Coverage): boolean {
  return (whole.state === 'forbidden' || whole.state === 'failed') && whole.readStartedAt > own.readAt;
}

/** `hidesNothing` of one list. */
export function nothingHidden(coverage: CoverageView, resource: string, parent?: string): boolean {
  return hidesNothing(coverage.of(resource, parent));
}
