import type { ToldSession } from '../areas/runs.area';

type ChangeCounts = NonNullable<ToldSession['report']>['changes']['nodes'];

function countsOf({ added, changed, closed }: ChangeCounts): number[] {
  return [added, changed, closed];
}

/** How a tenant was read, in as many lines as it takes. */
export function sessionLines({ report, effects }: ToldSession): string[] {
  const led = Object.entries(effects ?? {}).map(([type, count]) => `${count} ${type.replaceAll('_', ' ')}`);
  const effect = effects === null ? [] : [`  led to:    ${led.length === 0 ? 'nothing' : led.join(', ')}`];
  if (report === null) return effect;
  const { requests, requestsByBucket, throttledMs, failed, failures, coverage } = report;
  const held = `${Math.round(throttledMs / 1000)} s held back for limits`;
  const buckets = Object.entries(requestsByBucket).sort(([, a], [, b]) => b - a);
  return [
    `  requests:  ${requests}, ${held}${failed === null ? '' : `, ${failed} went wrong`}`,
    ...buckets.map(([bucket, count]) => `    ${String(count).padStart(7)}  ${bucket}`),
    ...failures.map(({ at, path, status, code, requestId }) => {
      const answer = status === null ? 'no answer' : `${status}${code === null ? '' : ` ${code}`}`;
      return `    went wrong ${at}  ${path}: ${answer}${requestId === null ? '' : `, request ${requestId}`}`;
    }),
    `  resource:  ${' '.repeat(19)}${['read', 'new', 'changed', 'gone'].map((name) => name.padStart(8)).join('')}`,
    ...coverage.map(({ resource, records, state, reason, changes }) => {
      const counts = [records, ...(changes === null ? ['?', '?', '?'] : countsOf(changes.nodes))];
      const linked = changes === null ? [] : countsOf(changes.edges);
      const links = linked.some((count) => count > 0) ? `  links ${linked.join(' / ')}` : '';
      const how = state === 'complete' ? '' : `  ${state}${reason === null ? '' : `: ${reason}`}`;
      return `    ${resource.padEnd(28)}${counts.map((count) => String(count).padStart(8)).join('')}${links}${how}`;
    }),
    ...effect,
  ];
}
