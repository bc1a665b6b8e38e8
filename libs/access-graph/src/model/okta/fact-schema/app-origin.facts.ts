import type { FactSchema } from '@posture/domain';

const APPS = { source: 'GET /api/v1/apps', needs: ['apps'] } as const;

/** Since when an application is there, and what it calls itself. */
export const APP_ORIGIN_FACTS = {
  daysSinceCreated: { type: 'number', unit: 'days', means: 'age of the application', ...APPS },
  imitatedName: {
    type: 'string',
    nullable: true,
    means:
      'critical or sensitive catalogue application that its label all but spells, such as salesf0rce; null when none',
    ...APPS,
  },
} as const satisfies FactSchema;
