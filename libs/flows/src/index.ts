/** The whole product as one Nest module. */
/** @public for the suites */
export { AlertContexts } from './alert-contexts';
export { AlertFlow } from './alert.flow';
export { ChannelFlow } from './channel.flow';
export type { ChannelPreview, ChannelTest } from './channel.flow';
export { FlowsModule } from './flows.module';

/** Work, and who does it. */
export { RUN_KINDS, Work } from './work';
export type { RunKind } from './work';
export { WorkHere } from './work-here';
export type { WatchedScan } from './work-here';
export { Syncs } from './syncs';
export type { SyncOfRun } from './syncs';
export { Upkeep } from './upkeep';
export { PROFILES } from './scan-input';
export type { Profile, ScanInput } from './scan-input';
export type { JudgedWave, ScanProgress } from './scan-progress';

/** The order of work. */
export { ConnectionDirectory, summaryOf } from './connection-directory';
export type { ConnectionOverview, ConnectionSummary } from './connection-directory';
export { CONNECTION_STATES } from './connection-status';
export type { ConnectionState } from './connection-status';
export { ConnectionFlow } from './connection.flow';
export type { ConnectRequest } from './connection.flow';
export { EventHooks } from './activity/event-hooks';
export type { MadeHook } from './activity/event-hooks';
export { DeltaFlow } from './delta.flow';
export { DisconnectFlow } from './disconnect.flow';
export { NoticeFlow } from './notices/notice.flow';
export { ProjectionFlow } from './projection.flow';
export { probeLink } from './probe.flow';
export type { GrantAdvice, ProbeReport } from './probe.flow';

/** What is known of each kind of tenant. */
export { Providers } from './providers';
export type { Provider } from './providers';
export { checkRuleFiles, loadProviders } from './shipped-rules';

/** How rules are tuned. */
export { OwnRules } from './rules/own-rules';
export type { OwnRulesStatus } from './rules/own-rules';
/** @public for the suites */
export { JudgeAgain } from './rules/judge-again';
export { RuleSettings } from './rules/rule-settings';
export type { RuleSettingsOf } from './rules/rule-settings';
export { SubjectExplanations } from './rules/explain-subject';
export type { SubjectExplanation } from './rules/explain-subject';
export { RulePreviews } from './rules/rule-preview';
export type { RulePreview } from './rules/rule-preview';

/** What analysts ask. */
export { AccessHistory, questionOf, timeOf } from './access-history';
export type { AccessChange } from './access-history';
export { AccessPaths } from './access-paths';
export type { AccessPath, FoundPaths } from './access-paths';
export { CREDENTIAL_KINDS, CredentialDirectory } from './credential-directory';
export type { CredentialDetail, CredentialKind, KnownDays, ListedCredential } from './credential-directory';
export { Directory } from './directory';
export { ListCoverages } from './list-coverage';
export type { ListCoverage } from './list-coverage';
export type { Access, DirectoryObject, GroupMembers, ListedObject } from './directory';
export { DriftDirectory } from './drift-directory';
export { FixGroups } from './fix-groups';
export { GRAPH_SOURCES, GraphQuestions } from './graph-questions';
export type { GraphSourceName } from './graph-questions';
export { TriageFlow } from './triage.flow';

/** Many findings at once. */
export { BulkChangeFlow } from './bulk-change.flow';
export type { BulkChange } from './bulk-change.flow';

/** Findings for other programs. */
export { EXPORT_FORMATS, FindingExports } from './finding-export/finding-exports';
export type { ExportFormat } from './finding-export/finding-exports';

/** What a scan says, and how programs read it. */
export type { FindingReport, ScanReport } from './report/scan-report';
export { ScanDocuments } from './report/scan-documents';
export { SCAN_REPORT_JSON_SCHEMA } from './report/scan-report.schema';
export { exitCodeOf } from './report/exit-code';
export { newFindings, parseBaseline, refuseOtherTenant, toBaseline } from './report/baseline';
export type { Baseline } from './report/baseline';
export { toOcsf } from './report/ocsf';

/** What rules find in events of a file, or in what is kept of a log. */
export { eventsOf } from './replay/event-file';
export { replay } from './replay/replay';
export { Replays } from './replay/replays';
export type { ReplayOfRun } from './replay/replays';
export { chosenDetections, detectionOf } from './replay/replay-input';
export type { ChosenRules, ReplayInput } from './replay/replay-input';
export type { Backtest } from './replay/backtest';

/** How tenants stand to controls, and reports for people. */
export { ComplianceDocuments } from './report/compliance-documents';
export type { ComplianceReport } from './report/compliance';
export { COMPLIANCE_SCHEMA, CONTROL_STATES } from './report/compliance';
export { complianceCsv } from './report/compliance-csv';
export { FRAMEWORKS } from './report/frameworks';
export type { FrameworkId } from './report/frameworks';
export { PostureReports } from './report/posture-report';
/** @public for the suites */
export type { PostureReport } from './report/posture-report';
export { STATE_WORDS, renderCompliance } from './report/html/render-compliance';
export { renderReport } from './report/html/render-report';
export { PAGE_POLICY } from './report/html/page';
