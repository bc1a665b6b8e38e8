import type { ChangeCounts } from '@posture/domain';
import type { SyncOfRun } from '@posture/flows';

const NONE: ChangeCounts = { added: 0, changed: 0, closed: 0 };

function countsOf({ added, changed, closed }: ChangeCounts): number[] {
  return [added, changed, closed];
}

/** How a tenant was read, in as many lines as it takes. */
export function sessionLines({ report, effects }: Omit<SyncOfRun, 'run'>): string[] {
  const led = Object.entries(effects ?? {}).map(([type, count]) => `${count} ${type.replaceAll('_', ' ')}`);
  const effect = effects === null ? [] : [`  led to:    ${led.length === 0 ? 'nothing' : led.join(', ')}`];
  if (report === null) return effect;
  const { requests, requestsByBucket, throttledMs, failed, failures, coverage, resources } = report;
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
    ...coverage.map(({ resource, records, state, reason }) => {
      const { nodes, edges } = resources?.[resource] ?? { nodes: NONE, edges: NONE };
      const counts = [records, ...(resources === null ? ['?', '?', '?'] : countsOf(nodes))];
      const links = countsOf(edges).some((count) => count > 0) ? `  links ${countsOf(edges).join(' / ')}` : '';
      const how = state === 'complete' ? '' : `  ${state}${reason === null ? '' : `: ${reason}`}`;
      return `    ${resource.padEnd(28)}${counts.map((count) => String(count).padStart(8)).join('')}${links}${how}`;
    }),
    ...effect,
  ];
}
