import type { ViewAsker } from '@posture/findings';
import { actorOf, isAllowed } from '@posture/operators';
import type { Principal } from '@posture/operators';

/** What everybody uses is kept in order by who decides for all, too. */
export function viewAskerOf(principal: Principal): ViewAsker {
  return { actor: actorOf(principal), keepsShared: isAllowed(principal.role, 'exceptions:approve') };
}
