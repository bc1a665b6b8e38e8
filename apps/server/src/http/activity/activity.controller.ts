import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ActivityStore, DetectionStates } from '@posture/activity';
import type { ActivityFilter, ActivityPlace } from '@posture/activity';
import { ConnectionStore } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { ActivityCoverageBody, QuarantinedActivityBody } from './activity-coverage.body';
import { activityCoverageView, quarantinedView } from './activity-coverage.view';
import { ActivityBody, ActivityDetailBody, TimeSpanBody } from './activity.body';
import { ActivityEventQuery, ActivityQuery } from './activity.query';
import { activityDetailView, activityView, timeSpanView } from './activity.view';
import { assertInOrder, assertRead } from './refusals';

@ApiTags('activity')
@Needs('inventory:read')
@Controller('connections/:connectionId/activity')
export class ActivityController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly activity: ActivityStore,
    private readonly detections: DetectionStates,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listActivity',
    summary: 'What happened in the tenant, or to one entity of it, newest first',
    description: 'Pages stay what they are while newer events come in.',
  })
  @ApiPage(ActivityBody, { knownFor: TimeSpanBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: ActivityQuery,
  ): Promise<Page<ActivityBody> & { readonly knownFor: readonly TimeSpanBody[] }> {
    const { entity, type, outcome, from, to } = query;
    assertInOrder({ from, to });
    await this.connections.get(connectionId);
    assertRead(await this.activity.streams(connectionId));
    const filter: ActivityFilter = { entity, type, outcome, from, to };
    const { data, page } = await pageOf(this.cursors, query, {
      scope: `activity ${connectionId} ${JSON.stringify(filter)}`,
      rows: (limit, before: ActivityPlace | null) => this.activity.of(connectionId, filter, limit, before),
      placeOf: ({ activity: { id, at } }) => ({ id, at }),
      view: activityView,
    });
    const spans = await this.activity.knownFor(connectionId, 'events', { from, to });
    return { data, page, knownFor: spans.map(timeSpanView) };
  }

  @Get('coverage')
  @ApiOperation({
    operationId: 'getActivityCoverage',
    summary: 'How far the log was read and judged, where it was not, and what of it could not be used',
  })
  @ApiOkResponse({ type: ActivityCoverageBody })
  async coverage(@Param('connectionId') connectionId: string, @Query() _query: NoQuery): Promise<ActivityCoverageBody> {
    await this.connections.get(connectionId);
    const [streams, coverage, { watermark }, health, quarantine] = await Promise.all([
      this.activity.streams(connectionId),
      this.activity.coverage(connectionId),
      this.detections.progress(connectionId),
      this.detections.health(connectionId),
      this.activity.quarantineCounts(connectionId),
    ]);
    return activityCoverageView({ streams, coverage, watermark, health, quarantine });
  }

  @Get('quarantine')
  @ApiOperation({
    operationId: 'listQuarantinedActivity',
    summary: 'Events that could not be used, newest first: the latest 1,000',
  })
  @ApiPage(QuarantinedActivityBody)
  async quarantine(
    @Param('connectionId') connectionId: string,
    @Query() query: PageQuery,
  ): Promise<Page<QuarantinedActivityBody>> {
    await this.connections.get(connectionId);
    return pageOf(this.cursors, query, {
      scope: `quarantine ${connectionId}`,
      rows: (limit, before: number | null) => this.activity.quarantined(connectionId, limit, before),
      placeOf: ({ serial }) => serial,
      view: quarantinedView,
    });
  }

  @Get(':eventId')
  @ApiOperation({
    operationId: 'getActivity',
    summary: "An event by the provider's id, with what the provider wrote",
  })
  @ApiOkResponse({ type: ActivityDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('eventId') eventId: string,
    @Query() { at }: ActivityEventQuery,
  ): Promise<ActivityDetailBody> {
    await this.connections.get(connectionId);
    return activityDetailView(await this.activity.get(connectionId, eventId, at));
  }
}
