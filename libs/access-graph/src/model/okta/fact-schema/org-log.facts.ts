import type { FactSchema } from '@posture/domain';

const LOG = { source: 'GET /api/v1/logs', needs: ['logs'] } as const;

/** What no list of Okta's tells of the tenant: what its log shows, and what has to be looked up by hand. */
export const ORG_LOG_FACTS = {
  wordsForOn: {
    type: 'list',
    means: 'words by which somebody who looked it up says that a setting no API tells of is on',
    source: 'the parameter of the rule',
    needs: ['org'],
  },
  aiAgentsSeen: {
    type: 'boolean',
    means: 'the log shows AI agents registered in the tenant; unknown while it shows none, because no API lists them',
    ...LOG,
  },
  changeMailsNotSent: {
    type: 'list',
    means:
      'types of the mails that tell a user of a change to its sign-in, of which the log shows none although it shows such changes',
    ...LOG,
  },
  changeMailsNotSentCount: { type: 'number', unit: 'count', means: 'how many those are', ...LOG },
  logSilentMinutes: {
    type: 'number',
    unit: 'minutes',
    means: 'time since the last sign-in, token or policy decision in the log, which a tenant at work writes all day',
    ...LOG,
  },
} as const satisfies FactSchema;
