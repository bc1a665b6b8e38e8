import type { EventFacts } from '@posture/domain';

/** Works something out once for each event in a row, however many rules ask. */
export function onceAnEvent<Result>(compute: (event: EventFacts) => Result): (event: EventFacts) => Result {
  let last: { readonly event: EventFacts; readonly result: Result } | null = null;
  return (event) => {
    if (last?.event !== event) last = { event, result: compute(event) };
    return last.result;
  };
}
