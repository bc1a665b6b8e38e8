import type { Decider } from '@posture/findings';
import { isAllowed } from '@posture/operators';
import type { Principal } from '@posture/operators';
import { actorOf } from '../auth/needs';

export function deciderOf(principal: Principal): Decider {
  return { actor: actorOf(principal), approves: isAllowed(principal.role, 'exceptions:approve') };
}
