import { Option } from 'commander';
import type { ScanInput } from '@posture/flows';

/** By what an org is judged. */
export function profileOption(): Option {
  return new Option('--profile <name>', 'which rules, with which limits')
    .choices(['default', 'strict-gov', 'everything'])
    .default('default');
}

/** How much of it is read beyond the least. */
export function factorsOption(): Option {
  return new Option('--factors <whose>', 'whose factors are read').choices(['admins', 'all']).default('admins');
}

export interface ReadingOptions {
  readonly profile: ScanInput['profile'];
  readonly factors: 'admins' | 'all';
  readonly include?: readonly string[];
}

/** What the catalogue calls what was asked for. */
export function choicesOf({ factors, include }: Pick<ReadingOptions, 'factors' | 'include'>): string[] {
  return [
    ...(factors === 'all' ? ['all-factors'] : []),
    ...(include?.includes('client-secrets') === true ? ['client-secrets'] : []),
  ];
}
