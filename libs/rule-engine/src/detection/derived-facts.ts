import type { DerivedFact, EventFacts } from '@posture/domain';
import { DAY, HOUR } from './entry';

/** 1 January 1970 was a Thursday. */
const FIRST_DAY = 3;

/** An event with what follows from its fields beside them. */
export function withDerived(event: EventFacts): EventFacts & Readonly<Record<DerivedFact, number | string | null>> {
  const { at, actorLogin } = event;
  const sign = actorLogin?.lastIndexOf('@') ?? -1;
  return {
    ...event,
    hourOfDay: Math.floor(at / HOUR) % 24,
    dayOfWeek: ((Math.floor(at / DAY) + FIRST_DAY) % 7) + 1,
    actorDomain: sign < 0 ? null : actorLogin!.slice(sign + 1).toLowerCase() || null,
  };
}
