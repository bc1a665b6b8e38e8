export { CLOCK, LOGGER, PlatformModule } from './platform.module';
export { plain } from './module/plain';

/** What a process is given. */
export { chance } from './chance';
export { linearPattern } from './linear-pattern';
export { systemClock } from './clock';
export type { Clock } from './clock';
export { AppConfig } from './config/app-config';
export { renderConfigReference, renderEnvExample } from './config/config-keys';
export type { Logger } from './logging/logger';
export { guardedLookup } from './egress/guarded-lookup';
export type { Resolve } from './egress/guarded-lookup';
export { Outage } from './logging/outage';
export { scrub } from './logging/scrub';
export { builtFile, packageRoot } from './package-root';
export { earliestId, isUuid, uuidv7 } from './ids';

/** Mail of the installation itself. */
export { Mailer } from './mail/mailer';

/** The record, and what is kept secret in it. */
export { openStore } from './store/open-store';
export { Database } from './database/database';
export { sqlState } from './database/database-errors';
export { plainArray, textArray } from './database/array-literal';
export { storableJson, storableText } from './database/storable';
export type { Queryable } from './database/queryable';
export { Secret } from './secrets/secret';
export { processName } from './store/process-mark';
export { SecretBox } from './secrets/secret-box';

/** Requests that are done once. */
export { KeptAnswers } from './answers/kept-answers';
export type { AnswerClaim, AskedOnce, KeptAnswer } from './answers/kept-answers';

/** Work that belongs to no process. */
export { UNFINISHED } from './work/run';
export type { Hold, Run, RunLease, RunRequest, RunState, RunWithResult } from './work/run';
export { isPassing, retryDelayMs } from './work/run-ending';
export { runFigures } from './work/run-figures';
export { RunStore } from './work/run-store';
export { RunWorker } from './work/run-worker';
export type { RunHandler } from './work/run-worker';
export type { RunContext } from './work/held-run';
export { Polling } from './work/polling';
export { WorkerBeats } from './work/worker-beats';
export { Wakeups } from './work/wakeups';
export { FarNudges } from './work/far-nudges';
