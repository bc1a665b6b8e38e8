import type { FactSchema } from '@posture/domain';

const ASSIGNED = 'GET /api/v1/apps/{id}/users';
const READS = ['users', 'apps', 'app-users'] as const;

/** Sensitive applications a user was given by name: what can be taken away without touching a group. */
export const USER_APP_USE_FACTS = {
  personalAppCount: {
    type: 'number',
    unit: 'count',
    means:
      'active applications classified as critical or sensitive that the user was given by name, not through a group',
    source: ASSIGNED,
    needs: READS,
  },
  daysWithoutLeastUsedApp: {
    type: 'number',
    unit: 'days',
    means:
      'time since the user last signed on to the one of these that it has not used for longest; if never, since it can have been given',
    source: `${ASSIGNED}, GET /api/v1/logs`,
    needs: [...READS, 'logs'],
  },
  leastUsedApp: {
    type: 'string',
    nullable: true,
    means: 'name of that one',
    source: `${ASSIGNED}, GET /api/v1/logs`,
    needs: [...READS, 'logs'],
  },
} as const satisfies FactSchema;
