import { ACTIVITY_FIELDS, JOINED_FACTS } from '@posture/domain';
import type { Activity, EventFacts, JoinedFacts } from '@posture/domain';

/** Every field there may be, to be filled: an object that grows to so many is a slow one, and rules read events often. */
const BLANK = blank([...Object.keys(ACTIVITY_FIELDS), 'targets', 'details', ...Object.keys(JOINED_FACTS)]);

/** An event with what the inventory adds to it, as rules read it. A fact nobody joined is undefined: it is not known. */
export function eventFacts(activity: Activity, joined: JoinedFacts): EventFacts {
  return Object.assign({ ...BLANK }, activity, joined);
}

function blank(fields: readonly string[]): Readonly<Record<string, undefined>> {
  const parsed = JSON.parse(JSON.stringify(Object.fromEntries(fields.map((field) => [field, null])))) as object;
  return Object.assign(parsed, Object.fromEntries(fields.map((field) => [field, undefined])));
}
