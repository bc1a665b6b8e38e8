import type { OktaProbe } from '@posture/flows';

/** The probe in an administrator's words. */
export function probeText(probe: OktaProbe): string {
  return JSON.stringify(probe, null, 2);
}
