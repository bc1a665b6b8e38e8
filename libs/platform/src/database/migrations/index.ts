import type { Migration } from '../migration';
import { activity001Log } from './activity/activity-001-log';
import { activity002DetectionState } from './activity/activity-002-detection-state';
import { activity003IdpUsage } from './activity/activity-003-idp-usage';
import { activity004MoreUsage } from './activity/activity-004-more-usage';
import { activity005FastPacking } from './activity/activity-005-fast-packing';
import { alerts001Channels } from './alerts/alerts-001-channels';
import { alerts010Digests } from './alerts/alerts-010-digests';
import { alerts002Kinds } from './alerts/alerts-002-kinds';
import { alerts011DueByChannel } from './alerts/alerts-011-due-by-channel';
import { alerts020Notices } from './alerts/alerts-020-notices';
import { evaluations001ReadModel } from './evaluations/evaluations-001-read-model';
import { evaluations002Activity } from './evaluations/evaluations-002-activity';
import { evaluations020Digests } from './evaluations/evaluations-020-digests';
import { findings001Findings } from './findings/findings-001-findings';
import { findings002Episodes } from './findings/findings-002-episodes';
import { findings003Outbox } from './findings/findings-003-outbox';
import { findings004Life } from './findings/findings-004-life';
import { findings010Then } from './findings/findings-010-then';
import { findings011Lists } from './findings/findings-011-lists';
import { findings012BulkChanges } from './findings/findings-012-bulk-changes';
import { findings020Bulk } from './findings/findings-020-bulk';
import { findings141DuePolicy } from './findings/findings-141-due-policy';
import { findings140SecondLook } from './findings/findings-140-second-look';
import { findings110Tally } from './findings/findings-110-tally';
import { findings111ListIndexes } from './findings/findings-111-list-indexes';
import { findings112Views } from './findings/findings-112-views';
import { findings113Due } from './findings/findings-113-due';
import { flows001Scans } from './flows/flows-001-scans';
import { inventory001Connections } from './inventory/inventory-001-connections';
import { inventory002Versions } from './inventory/inventory-002-versions';
import { inventory003SyncRuns } from './inventory/inventory-003-sync-runs';
import { inventory004Retention } from './inventory/inventory-004-retention';
import { inventory005SyncCost } from './inventory/inventory-005-sync-cost';
import { inventory006Changes } from './inventory/inventory-006-changes';
import { inventory007EventHooks } from './inventory/inventory-007-event-hooks';
import { inventory008Schedules } from './inventory/inventory-008-schedules';
import { inventory009ConnectionLife } from './inventory/inventory-009-connection-life';
import { inventory140FailedRequests } from './inventory/inventory-140-failed-requests';
import { inventory160EvaluationsDue } from './inventory/inventory-160-evaluations-due';
import { operators001ApiKeys } from './operators/operators-001-api-keys';
import { platform001Runs } from './platform/platform-001-runs';
import { platform002Nudges } from './platform/platform-002-nudges';
import { platform003Versions } from './platform/platform-003-versions';
import { rules010Tuning } from './rules/rules-010-tuning';
import { platform004KeptAnswers } from './platform/platform-004-kept-answers';
import { platform005WorkerBeats } from './platform/platform-005-worker-beats';
import { operators002KeyRoles } from './operators/operators-002-key-roles';
import { operators003NamedKeys } from './operators/operators-003-named-keys';
import { platform150AnswerHolder } from './platform/platform-150-answer-holder';
import { operators150Rotations } from './operators/operators-150-rotations';
import { alerts150Rotations } from './alerts/alerts-150-rotations';
import { operators004Audit } from './operators/operators-004-audit';

/**
 * Every step of the schema, in the order it is applied. To add one: write a file `<room>/<room>-<number>-<what>.ts`
 * beside the others and append it here. Released steps are never edited or moved.
 */
export const MIGRATIONS: readonly Migration[] = [
  inventory001Connections,
  inventory002Versions,
  findings001Findings,
  flows001Scans,
  operators001ApiKeys,
  platform001Runs,
  inventory003SyncRuns,
  evaluations001ReadModel,
  operators002KeyRoles,
  inventory004Retention,
  inventory005SyncCost,
  findings002Episodes,
  activity001Log,
  activity002DetectionState,
  evaluations002Activity,
  inventory006Changes,
  inventory007EventHooks,
  platform002Nudges,
  activity003IdpUsage,
  activity004MoreUsage,
  activity005FastPacking,
  findings003Outbox,
  alerts001Channels,
  inventory008Schedules,
  platform003Versions,
  platform004KeptAnswers,
  findings010Then,
  findings020Bulk,
  evaluations020Digests,
  alerts010Digests,
  findings004Life,
  inventory009ConnectionLife,
  operators003NamedKeys,
  rules010Tuning,
  findings011Lists,
  platform005WorkerBeats,
  operators004Audit,
  findings012BulkChanges,
  alerts011DueByChannel,
  alerts020Notices,
  alerts002Kinds,
  findings140SecondLook,
  inventory140FailedRequests,
  findings110Tally,
  findings111ListIndexes,
  findings112Views,
  findings113Due,
  platform150AnswerHolder,
  operators150Rotations,
  alerts150Rotations,
  findings141DuePolicy,
  inventory160EvaluationsDue,
];
