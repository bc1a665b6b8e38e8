import type { Coverage, CoverageState } from '@posture/domain';
import type { CoverageLine } from './evaluation';

/** The part of a catalogue's rows that says how their lists add up. */
export type ListedResources = Readonly<Record<string, { readonly per?: string }>>;

const WORST_FIRST: readonly CoverageState[] = ['failed', 'forbidden', 'partial', 'not_read', 'unlicensed', 'complete'];

/**
 * One line a resource, in the catalogue's order: what the read of the whole says it lacks, or else the worst of its
 * lists. A resource without any row has no line.
 */
export function coverageLines(rows: readonly Coverage[], resources: ListedResources): CoverageLine[] {
  const byResource = new Map<string, Coverage[]>();
  for (const row of rows) {
    const lists = byResource.get(row.resource);
    if (lists === undefined) byResource.set(row.resource, [row]);
    else lists.push(row);
  }
  return Object.entries(resources).flatMap(([resource, { per }]) => {
    const lists = byResource.get(resource);
    return lists === undefined ? [] : [lineOf(resource, lists, per !== undefined)];
  });
}

function lineOf(resource: string, lists: readonly Coverage[], perParent: boolean): CoverageLine {
  const whole = lists.find(({ parent }) => parent === '');
  const worst = lists.reduce((a, b) => (WORST_FIRST.indexOf(b.state) < WORST_FIRST.indexOf(a.state) ? b : a));
  // A list that was distrusted afterwards is worse than the whole was when it had been read.
  const { state, reason, missing } = whole === undefined || whole.state === 'complete' ? worst : whole;
  const counted = perParent ? lists.filter(({ parent }) => parent !== '') : lists;
  return { resource, state, reason, missing, records: counted.reduce((sum, { records }) => sum + records, 0) };
}
