import type { ActivityLog } from '@posture/domain';
import { LOG } from '../catalogue/log';
import { OktaError } from '../http/okta-error';
import { endingOfRow } from '../read/coverage-words';
import { HISTORY_DAYS } from './log-reader';
import { oktaNormaliser } from './okta-normaliser';

/** Okta's System Log as the port tells of it. */
export const oktaLog: ActivityLog = {
  ...LOG,
  historyDays: HISTORY_DAYS,
  normaliser: oktaNormaliser,
  coverageOf: (error) =>
    error instanceof OktaError ? endingOfRow(error, LOG, 0) : { state: 'failed', reason: error.message, missing: null },
};
