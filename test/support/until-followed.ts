import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { eventually } from './eventually';

const LOG = 'GET /api/v1/logs';

/** Until the org's log is asked for once more: whoever follows it has found out who it is, and asks nothing else after that. */
export async function untilFollowed(sandbox: Sandbox): Promise<void> {
  const asked = (): number => (sandbox.stats().byPath as Record<string, number>)[LOG] ?? 0;
  const before = asked();
  await eventually(async () => asked() > before);
}

/** How often an org was asked for each path, but for its log, which goes on being followed. */
export function askedBesideTheLog(sandbox: Sandbox): Readonly<Record<string, number>> {
  return { ...sandbox.stats().byPath, [LOG]: 0 };
}
