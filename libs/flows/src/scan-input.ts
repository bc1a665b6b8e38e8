import type { ReadOptions } from '@posture/domain';

/** Those a scan may be asked for; what each turns on is written in the rules themselves. */
export const PROFILES = ['default', 'strict-gov', 'everything'] as const;
/** One of `PROFILES`; `default` where nobody chose. */
export type Profile = (typeof PROFILES)[number];

/** What a scan is asked to do. Written to its run, so that any process can go on with it; holds no secret. */
export interface ScanInput {
  readonly profile: Profile;
  /** Choices of the provider's catalogue. */
  readonly read: ReadOptions['choices'];
  /** Believe complete lists from which much or everything is gone at once, which are doubted otherwise. */
  readonly acceptDisappearance: boolean;
}
