import type { DuePolicy } from '@posture/findings';
import { actorView } from '../actor.body';
import type { DuePolicyBody } from './due-policies.body';

export function duePolicyView({ connectionId, days, chosen, version }: DuePolicy): DuePolicyBody {
  return {
    connectionId,
    critical: days.critical,
    high: days.high,
    medium: days.medium,
    low: days.low,
    informational: days.informational,
    chosenBy: chosen === null ? null : actorView(chosen.by),
    chosenAt: chosen?.at.toISOString() ?? null,
    version,
  };
}
