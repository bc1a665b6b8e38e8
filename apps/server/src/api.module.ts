import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { SecretBox, plain } from '@posture/platform';
import { ActivityController } from './http/activity/activity.controller';
import { AppsController } from './http/apps/apps.controller';
import { ApiKeysController } from './http/api-keys/api-keys.controller';
import { ApiKeyGuard } from './http/auth/api-key.guard';
import { Belonging } from './http/auth/belonging';
import { AskedChanges } from './http/audit/asked-change';
import { AuditController } from './http/audit/audit.controller';
import { AuditInterceptor } from './http/audit/audit.interceptor';
import { BulkChangesController } from './http/bulk-changes/bulk-changes.controller';
import { ChannelsController } from './http/channels/channels.controller';
import { ComplianceController } from './http/compliance/compliance.controller';
import { ConnectionsController } from './http/connections/connections.controller';
import { CoverageController } from './http/coverage/coverage.controller';
import { CredentialsController } from './http/credentials/credentials.controller';
import { Cursors } from './http/cursors';
import { DriftController } from './http/drift/drift.controller';
import { FindingMetricsController } from './http/findings/finding-metrics.controller';
import { FindingListsController } from './http/findings/finding-lists.controller';
import { ExceptionsController } from './http/exceptions/exceptions.controller';
import { FindingsController } from './http/findings/findings.controller';
import { DuePoliciesController } from './http/due-policies/due-policies.controller';
import { TriageController } from './http/findings/triage.controller';
import { GraphController } from './http/graph/graph.controller';
import { GroupsController } from './http/groups/groups.controller';
import { IdempotencyInterceptor } from './http/idempotency/idempotency.interceptor';
import { EtagInterceptor } from './http/if-match';
import { LocationInterceptor } from './http/location';
import { NoticesController } from './http/notices/notices.controller';
import { OpenApiController } from './http/openapi/openapi.controller';
import { OperatorsController } from './http/operators/operators.controller';
import { PathsController } from './http/paths/paths.controller';
import { RateLimitGuard } from './http/rate-limit';
import { ReplaysController } from './http/replays/replays.controller';
import { ReportsController } from './http/reports/reports.controller';
import { RuleSettingsController } from './http/rule-settings/rule-settings.controller';
import { RulesController } from './http/rules/rules.controller';
import { RunsController } from './http/runs/runs.controller';
import { ScanPartsController } from './http/scans/scan-parts.controller';
import { ScansController } from './http/scans/scans.controller';
import { SchedulesController } from './http/schedules/schedules.controller';
import { SyncsController } from './http/syncs/syncs.controller';
import { UsageController } from './http/usage/usage.controller';
import { UsersController } from './http/users/users.controller';
import { ViewsController } from './http/views/views.controller';

/** Every route but health, each behind an API key unless it says otherwise. */
@Module({
  controllers: [
    ConnectionsController,
    NoticesController,
    SchedulesController,
    DuePoliciesController,
    SyncsController,
    RunsController,
    ScansController,
    ScanPartsController,
    CoverageController,
    BulkChangesController,
    FindingListsController,
    FindingMetricsController,
    TriageController,
    ExceptionsController,
    FindingsController,
    ViewsController,
    ActivityController,
    UsageController,
    ChannelsController,
    ReplaysController,
    UsersController,
    GroupsController,
    AppsController,
    CredentialsController,
    PathsController,
    DriftController,
    GraphController,
    RulesController,
    RuleSettingsController,
    ComplianceController,
    ReportsController,
    ApiKeysController,
    OperatorsController,
    AuditController,
    OpenApiController,
  ],
  providers: [
    plain(Cursors, SecretBox),
    Belonging,
    AskedChanges,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    // The order counts: nothing else happens when an answer is given again.
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
    { provide: APP_INTERCEPTOR, useClass: LocationInterceptor },
  ],
})
export class ApiModule {}
