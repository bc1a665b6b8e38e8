import { Global, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule } from '@nestjs/common';
import { AccessGraphModule, Neo4jServer } from '@posture/access-graph';
import { ActivityModule, ActivityStore, DetectionStates } from '@posture/activity';
import { AlertsModule, ChannelStore, Courier, DeliveryStore, NoticeStore } from '@posture/alerts';
import { EvaluationStore, EvaluationsModule } from '@posture/evaluations';
import {
  BulkChanges,
  DetectionReconciler,
  DuePolicies,
  EpisodeStore,
  FindingLists,
  Exceptions,
  FindingOutbox,
  FindingReconciler,
  FindingStore,
  FindingTriage,
  FindingsModule,
  Lapses,
} from '@posture/findings';
import {
  ConnectionStore,
  INVENTORY_ENTITIES,
  Inventory,
  InventoryModule,
  InventoryWriter,
  PendingChanges,
  ScheduleStore,
  SyncHistory,
  SyncStore,
} from '@posture/inventory';
import { AuditLog, OPERATORS_ENTITIES, OperatorsModule } from '@posture/operators';
import {
  AppConfig,
  CLOCK,
  Database,
  FarNudges,
  LOGGER,
  Mailer,
  PlatformModule,
  RunStore,
  RunWorker,
  SecretBox,
  Wakeups,
  plain,
  systemClock,
} from '@posture/platform';
import type { Clock } from '@posture/platform';
import { RuleEngineModule, TuningStore } from '@posture/rule-engine';
import { ActivityFlow } from './activity/activity.flow';
import { Detections } from './activity/detections';
import { EventHooks } from './activity/event-hooks';
import { LogParts } from './activity/log-parts';
import { Nudges } from './activity/nudges';
import { AccessHistory } from './access-history';
import { AccessPaths } from './access-paths';
import { Aftermath } from './aftermath';
import { AlertContexts } from './alert-contexts';
import { AlertFlow } from './alert.flow';
import { ChannelFlow } from './channel.flow';
import { ConnectionDirectory } from './connection-directory';
import { BulkChangeFlow } from './bulk-change.flow';
import { ConnectionFlow } from './connection.flow';
import { CredentialDirectory } from './credential-directory';
import { DeltaFlow } from './delta.flow';
import { Directory } from './directory';
import { DisconnectFlow } from './disconnect.flow';
import { DriftDirectory } from './drift-directory';
import { FixGroups } from './fix-groups';
import { EvaluateFlow } from './evaluate.flow';
import { FindingExports } from './finding-export/finding-exports';
import { GraphQuestions } from './graph-questions';
import { Graphs } from './graphs';
import { ListCoverages } from './list-coverage';
import { NoticeFlow } from './notices/notice.flow';
import { ProbeFlow } from './probe.flow';
import { ProjectionFlow } from './projection.flow';
import { Providers } from './providers';
import { PurgeFlow } from './purge.flow';
import { Backtests } from './replay/backtest';
import { Replays } from './replay/replays';
import { ComplianceDocuments } from './report/compliance-documents';
import { PostureReports } from './report/posture-report';
import { ScanDocuments } from './report/scan-documents';
import { SubjectExplanations } from './rules/explain-subject';
import { JudgeAgain } from './rules/judge-again';
import { OwnRules } from './rules/own-rules';
import { RulePreviews } from './rules/rule-preview';
import { RuleSettings } from './rules/rule-settings';
import { ScanFlow } from './scan.flow';
import { loadProviders } from './shipped-rules';
import { ScheduleFlow } from './schedule.flow';
import { SyncFlow } from './sync.flow';
import { Syncs } from './syncs';
import { TriageFlow } from './triage.flow';
import { Upkeep } from './upkeep';
import { Work } from './work';
import { WorkHere } from './work-here';
import { Handlers, workerOf } from './worker';

/** Before the stores close: what runs here is put back for others to go on with. */
class WorkerShutdown implements BeforeApplicationShutdown {
  constructor(
    private readonly worker: RunWorker,
    private readonly wakeups: Wakeups,
    private readonly courier: Courier,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.wakeups.stop();
    await this.worker.stop();
    await this.courier.stop();
  }
}

const FLOWS = [
  plain(Aftermath, RunStore, SyncStore, EvaluationStore, CLOCK),
  plain(Work, RunStore, SecretBox, Aftermath),
  plain(ConnectionFlow, ConnectionStore, Providers, AppConfig, CLOCK),
  plain(SyncFlow, SyncStore, SyncHistory, Inventory, InventoryWriter, Graphs),
  plain(
    EvaluateFlow,
    Providers,
    ConnectionStore,
    Inventory,
    Graphs,
    FindingReconciler,
    FindingStore,
    EvaluationStore,
    ActivityStore,
    TuningStore,
    Lapses,
  ),
  plain(BulkChangeFlow, BulkChanges, TriageFlow, Work, RunStore),
  plain(TriageFlow, FindingTriage, Exceptions, DuePolicies, Lapses, Work, AppConfig),
  plain(Graphs, Inventory, ConnectionStore, Providers, TuningStore, AppConfig),
  plain(ProjectionFlow, Neo4jServer, Inventory, ConnectionStore, Work),
  plain(ScanFlow, ConnectionFlow, SyncFlow, EvaluateFlow, ProjectionFlow, DeltaFlow, ActivityFlow),
  plain(
    DeltaFlow,
    PendingChanges,
    ActivityStore,
    Inventory,
    ConnectionFlow,
    SyncFlow,
    EvaluateFlow,
    EvaluationStore,
    ProjectionFlow,
    Work,
    RunStore,
    CLOCK,
  ),
  plain(Detections, Providers, TuningStore),
  plain(Nudges, CLOCK),
  plain(EventHooks, ConnectionStore, Providers, Nudges, FarNudges, CLOCK, LOGGER),
  plain(
    LogParts,
    Database,
    ActivityStore,
    DetectionStates,
    FindingStore,
    DetectionReconciler,
    SyncHistory,
    PendingChanges,
    Graphs,
    Work,
    Nudges,
    FarNudges,
    CLOCK,
  ),
  plain(
    ActivityFlow,
    LogParts,
    Detections,
    Providers,
    ConnectionStore,
    ConnectionFlow,
    EvaluationStore,
    RunStore,
    AppConfig,
  ),
  plain(ProbeFlow, ConnectionStore, ConnectionFlow, Providers),
  plain(
    DisconnectFlow,
    ConnectionStore,
    FindingStore,
    FindingReconciler,
    Inventory,
    DeliveryStore,
    NoticeStore,
    EvaluationStore,
    ActivityStore,
    TuningStore,
    Graphs,
    ProjectionFlow,
    Work,
    FarNudges,
  ),
  plain(
    PurgeFlow,
    ConnectionStore,
    Inventory,
    EvaluationStore,
    ActivityStore,
    DeliveryStore,
    AuditLog,
    NoticeStore,
    RunStore,
    CLOCK,
  ),
  plain(AlertContexts, ConnectionStore, Providers, CLOCK),
  plain(AlertFlow, FindingOutbox, ChannelStore, DeliveryStore, Courier, RunStore, AlertContexts),
  plain(ChannelFlow, ChannelStore, DeliveryStore, FindingOutbox, AlertContexts, CLOCK),
  plain(ScanDocuments, EvaluationStore, FindingStore, ConnectionStore),
  plain(FindingExports, FindingLists, ConnectionStore, Providers),
  plain(ComplianceDocuments, EvaluationStore, FindingStore, ConnectionStore, Providers),
  plain(PostureReports, EvaluationStore, FindingStore, ConnectionStore, ScanDocuments, ComplianceDocuments),
  plain(Syncs, RunStore, ScanDocuments, FindingStore),
  plain(Backtests, ActivityStore, ConnectionStore, EpisodeStore, Providers, CLOCK),
  plain(Replays, Work, Backtests, RunStore),
  plain(Directory, Graphs),
  plain(AccessPaths, Graphs),
  plain(ListCoverages, Graphs, Inventory),
  plain(CredentialDirectory, Graphs, EvaluateFlow, TuningStore),
  plain(ConnectionDirectory, ConnectionStore, ScheduleStore, SyncHistory, RunStore, Providers, CLOCK),
  plain(AccessHistory, Graphs, Inventory, ConnectionStore),
  plain(DriftDirectory, Inventory, ConnectionStore),
  plain(FixGroups, FindingLists, EvaluationStore, ConnectionStore),
  plain(GraphQuestions, Graphs, Neo4jServer),
  plain(
    NoticeFlow,
    NoticeStore,
    ConnectionDirectory,
    RunStore,
    EvaluationStore,
    ActivityStore,
    Mailer,
    AppConfig,
    CLOCK,
    LOGGER,
  ),
  plain(ScheduleFlow, ScheduleStore, Work, LOGGER),
  plain(JudgeAgain, ConnectionStore, EvaluationStore, TuningStore, Providers, Work, RunStore, CLOCK),
  plain(RuleSettings, TuningStore, ConnectionStore, Providers, JudgeAgain),
  plain(SubjectExplanations, EvaluateFlow, EvaluationStore, ConnectionStore, TuningStore, Graphs, Providers),
  plain(RulePreviews, EvaluateFlow, EvaluationStore, ConnectionStore, TuningStore, Graphs, Providers),
  plain(Upkeep, Work, RunStore, Aftermath, DeltaFlow, ActivityFlow, ScheduleFlow, JudgeAgain, Graphs, CLOCK, LOGGER),
  plain(WorkHere, Work, Replays, RunWorker, RunStore),
  plain(
    Handlers,
    Work,
    ConnectionFlow,
    ProbeFlow,
    ScanFlow,
    DeltaFlow,
    ActivityFlow,
    Backtests,
    EvaluateFlow,
    RulePreviews,
    ProjectionFlow,
    BulkChangeFlow,
    PurgeFlow,
    Aftermath,
    ScheduleFlow,
  ),
];

const ROOMS = [
  InventoryModule,
  AccessGraphModule,
  ActivityModule,
  FindingsModule,
  EvaluationsModule,
  AlertsModule,
  OperatorsModule,
  RuleEngineModule,
];

/** The whole product: every room over one store, and the flows that put them in order. */
@Global()
@Module({})
export class FlowsModule {
  /** @param providers what is known of each kind of tenant; what this build ships, unless said otherwise */
  static async with(config: AppConfig, clock: Clock = systemClock, providers?: Providers): Promise<DynamicModule> {
    const known = providers ?? (await loadProviders());
    return {
      module: FlowsModule,
      imports: [PlatformModule.with(config, [...INVENTORY_ENTITIES, ...OPERATORS_ENTITIES], clock), ...ROOMS],
      providers: [
        { provide: Providers, useValue: known },
        {
          provide: OwnRules,
          useFactory: () => OwnRules.open(known, config, clock),
        },
        ...FLOWS,
        {
          provide: RunWorker,
          inject: [RunStore, CLOCK, LOGGER, Handlers],
          useFactory: workerOf,
        },
        plain(WorkerShutdown, RunWorker, Wakeups, Courier),
      ],
      exports: [...ROOMS, Providers, OwnRules, ...FLOWS, RunWorker],
    };
  }
}
