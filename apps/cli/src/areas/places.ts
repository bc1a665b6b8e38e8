import type { Places } from './area';
import type { AuditArea } from './audit.area';
import type { ChannelsArea } from './channels.area';
import type { ConnectionsArea } from './connections.area';
import type { DriftArea } from './drift.area';
import type { ExceptionsArea } from './exceptions.area';
import type { FindingsArea } from './findings.area';
import type { KeysArea } from './keys.area';
import type { NoticesArea } from './notices.area';
import type { ReportArea } from './report.area';
import type { RulesArea } from './rules.area';
import type { RunsArea } from './runs.area';
import type { SchedulesArea } from './schedules.area';

export const AUDIT: Places<AuditArea> = {
  here: async () => (await import('./audit.here')).auditHere,
  there: async () => (await import('./audit.there')).auditThere,
};

export const CHANNELS: Places<ChannelsArea> = {
  here: async () => (await import('./channels.here')).channelsHere,
  there: async () => (await import('./channels.there')).channelsThere,
};

export const CONNECTIONS: Places<ConnectionsArea> = {
  here: async () => (await import('./connections.here')).connectionsHere,
  there: async () => (await import('./connections.there')).connectionsThere,
};

export const DRIFT: Places<DriftArea> = {
  here: async () => (await import('./drift.here')).driftHere,
  there: async () => (await import('./drift.there')).driftThere,
};

export const EXCEPTIONS: Places<ExceptionsArea> = {
  here: async () => (await import('./exceptions.here')).exceptionsHere,
  there: async () => (await import('./exceptions.there')).exceptionsThere,
};

export const FINDINGS: Places<FindingsArea> = {
  here: async () => (await import('./findings.here')).findingsHere,
  there: async () => (await import('./findings.there')).findingsThere,
};

export const KEYS: Places<KeysArea> = {
  here: async () => (await import('./keys.here')).keysHere,
  there: async () => (await import('./keys.there')).keysThere,
};

export const NOTICES: Places<NoticesArea> = {
  here: async () => (await import('./notices.here')).noticesHere,
  there: async () => (await import('./notices.there')).noticesThere,
};

export const REPORT: Places<ReportArea> = {
  here: async () => (await import('./report.here')).reportHere,
  there: async () => (await import('./report.there')).reportThere,
};

export const RULES: Places<RulesArea> = {
  here: async () => (await import('./rules.here')).rulesHere,
  there: async () => (await import('./rules.there')).rulesThere,
};

export const RUNS: Places<RunsArea> = {
  here: async () => (await import('./runs.here')).runsHere,
  there: async () => (await import('./runs.there')).runsThere,
};

export const SCHEDULES: Places<SchedulesArea> = {
  here: async () => (await import('./schedules.here')).schedulesHere,
  there: async () => (await import('./schedules.there')).schedulesThere,
};
