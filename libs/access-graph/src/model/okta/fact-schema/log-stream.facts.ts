import type { FactSchema } from '@posture/domain';

const STREAMS = 'GET /api/v1/logStreams';

export const LOG_STREAM_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: STREAMS, needs: ['log-streams'] },
  type: { type: 'string', means: 'where the stream goes', source: STREAMS, needs: ['log-streams'] },
} as const satisfies FactSchema;
