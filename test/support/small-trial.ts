import type { SandboxOptions } from '../../apps/sandbox/src/sandbox';

/**
 * The trial org with little of what there is much of: each of its root causes, and lists of several pages. A scan of it asks
 * 200 requests, of the whole one 470.
 */
export const SMALL_TRIAL: SandboxOptions = {
  scenario: 'trial',
  users: 420,
  groups: 30,
  apps: 16,
  size: { deprovisioned: 12, devices: 10, membersPerGroup: 20 },
  unlimited: true,
};
