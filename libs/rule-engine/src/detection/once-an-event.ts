import type { EventFacts } from '@posture/domain';

/** Works something out once for each event in a row, however many rules ask. */
export function onceAnEvent<Result>(compute: (event: EventFacts) => Result): (event: EventFacts) => Result {
  let last: EventFacts | null = null;
  let result: Result | undefined;
  return (event) => {
    if (last !== event) {
      result = compute(event);
      last = event;
    }
    return result as Result;
  };
}
