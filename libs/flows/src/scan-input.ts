import { DomainError } from '@posture/domain';
import type { ReadOptions } from '@posture/domain';
import type { Run } from '@posture/platform';

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
  /** Days of the log's past that are read and judged with it; 0: none. */
  readonly activityDays: number;
}

/** What a scan nobody chose anything for is asked. The log is followed by itself. */
export const USUAL_SCAN: ScanInput = { profile: 'default', read: [], acceptDisappearance: false, activityDays: 0 };

/** What a run of kind `scan` was asked. @throws as `profileOf` */
export function scanInputOf(run: Pick<Run, 'input'>): ScanInput {
  const { read, acceptDisappearance, activityDays } = run.input;
  return {
    profile: profileOf(run),
    read: Array.isArray(read) ? read.filter((choice) => typeof choice === 'string') : [],
    acceptDisappearance: acceptDisappearance === true,
    activityDays: typeof activityDays === 'number' ? activityDays : 0,
  };
}

/** By which profile a run of kind `scan` or `evaluate` judges. @throws {DomainError} `run.profile_unknown` */
export function profileOf({ input }: Pick<Run, 'input'>): Profile {
  const profile = PROFILES.find((name) => name === input['profile']);
  if (profile !== undefined) return profile;
  throw new DomainError('run.profile_unknown', 'internal', 'This process does not know the profile the run asks for.', {
    remedy: 'Run the same version in every process, and ask again.',
  });
}
