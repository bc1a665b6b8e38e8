import { Unknown } from '@posture/domain';
import { daysFact } from '../../../facts/when-read';

/** Days since an instant that every object of a list has: an answer without it leaves the age unknown, not null. */
export function ageInDays(asOf: Date, instant: unknown, resource: string): number | Unknown {
  return (
    daysFact(asOf, instant, resource) ??
    new Unknown([{ resource, parent: '', reason: 'Okta answered without the date that tells its age' }])
  );
}
