/** The engine: every room over one store, and the order of work. */
export { Engine } from './engine';
export type { ConnectRequest, ScanCall, ScanOutcome, ScanProgressWatch } from './engine';
export { DriftDirectory } from './drift-directory';
export { GRAPH_SOURCES, GraphQuestions } from './graph-questions';
export type { GraphSourceName } from './graph-questions';
export type { DirectoryUser, ListedUser, UserAccess } from './user-directory';
export type { ScanOptions, ScanWatch } from './scan-types';
export { openOkta } from './okta-link';
export { probeOkta } from './probe.flow';
export type { GrantAdvice, ProbeReport, SwitchedOff } from './probe.flow';
export type { LinkRequest, OktaLink } from './okta-link';

/** What a scan says, and how programs read it. */
export type { FindingReport, ScanReport } from './report/scan-report';
export { ScanDocuments } from './report/scan-documents';
export { SCAN_REPORT_JSON_SCHEMA } from './report/scan-report.schema';
export { exitCodeOf } from './report/exit-code';
export type { ScanExitCode } from './report/exit-code';
export { toOcsf } from './report/ocsf';

/** Judging a version by itself, for tests and benches. */
export { judge } from './judge';
export type { JudgedRule } from './judge';
export { checkRuleFiles, compileShippedRules, loadShippedRules, runPathCase } from './shipped-rules';
export { recommendedRead } from './recommended-read';
export { generatedFiles } from './generated-files';

export { normaliseOktaDomain } from '@posture/connectors';
export type { OktaCredential } from '@posture/connectors';
