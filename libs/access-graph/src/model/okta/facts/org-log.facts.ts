import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue } from '@posture/domain';
import { ORG_LOG_FACTS } from '../fact-schema/org-log.facts';
import { logNeeds } from './log-usage';
import { AI_AGENT, FREQUENT, MAILS } from './org-events';

const MINUTE_MS = 60_000;
const WORDS_FOR_ON = ['on', 'ON', 'On', 'yes', 'Yes', 'enabled', 'Enabled', 'true'];

export const orgLogFacts: FactSet<null> = {
  kind: 'Org',
  schema: ORG_LOG_FACTS,
  prepare: () => null,
  compute(context): Facts {
    const { usage } = context;
    const isSeen = (type: string): boolean => usage.lastUse('type', type) !== null;
    const unread = usage.since === null ? new Unknown(logNeeds(context)) : null;
    const missing = Object.entries(MAILS).flatMap(([mail, change]) => (isSeen(change) && !isSeen(mail) ? [mail] : []));
    return {
      wordsForOn: WORDS_FOR_ON,
      aiAgentsSeen: AI_AGENT.some(isSeen) ? true : new Unknown(logNeeds(context)),
      changeMailsNotSent: unread ?? missing,
      changeMailsNotSentCount: unread ?? missing.length,
      logSilentMinutes: unread ?? silentMinutes(context),
    };
  },
};

/** At least as long as the log is known, where it shows no such event at all. */
function silentMinutes(context: FactContext): FactValue {
  const { usage, asOf } = context;
  const times = FREQUENT.flatMap((type) => usage.lastUse('type', type)?.getTime() ?? []);
  const last = Math.max(usage.since!.getTime(), ...times);
  const minutes = (asOf.getTime() - last) / MINUTE_MS;
  return times.some((at) => at >= last) ? minutes : new AtLeast(minutes, logNeeds(context));
}
