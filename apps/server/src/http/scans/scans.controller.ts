import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EvaluationStore } from '@posture/evaluations';
import { Providers, SCAN_REPORT_JSON_SCHEMA, ScanDocuments } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { explainRule } from '@posture/rule-engine';
import { Asker, Needs } from '../auth/needs';
import { AnyConnectionPageQuery, ConnectionPageQuery } from '../connection-query';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems, inlineSchema } from '../openapi/api-doc';
import { NoQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { CoverageBody } from '../syncs/syncs.body';
import { FixBody, RuleResultBody, ScanBody, TrendPointBody } from './scans.body';
import { TrendQuery } from './scans.query';
import { coverageView, fixView, rankedFixes, ruleResultView, scanView, trendView } from './scans.view';

@ApiTags('scans')
@Needs('findings:read')
@Controller()
export class ScansController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly evaluations: EvaluationStore,
    private readonly documents: ScanDocuments,
    private readonly providers: Providers,
    private readonly cursors: Cursors,
  ) {}

  @Get('scans')
  @ApiOperation({ operationId: 'listScans', summary: 'Scans of a connection, newest first' })
  @ApiPage(ScanBody)
  @ApiProblems(404)
  async list(@Query() query: ConnectionPageQuery): Promise<Page<ScanBody>> {
    const { connectionId } = query;
    await this.connections.get(connectionId);
    return pageOf(this.cursors, query, {
      scope: `scans ${connectionId}`,
      rows: (limit, beforeId: string | null) => this.evaluations.list(connectionId, limit, beforeId),
      placeOf: ({ id }) => id,
      view: scanView,
    });
  }

  @Get('scans/:id')
  @ApiOperation({
    operationId: 'getScan',
    summary: 'All that a completed scan said, as `posture scan --format json` prints it',
    description:
      'Findings are the ones the scan showed, as they stand now; of a grouped one the first hundred members.',
  })
  @ApiOkResponse({ description: 'schema posture.scan/1', schema: inlineSchema(SCAN_REPORT_JSON_SCHEMA) })
  get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ScanReport> {
    return this.documents.of(id);
  }

  @Get('rules/:id/results')
  @ApiOperation({
    operationId: 'listRuleResults',
    summary: 'What a rule said, scan by scan, newest first',
    description: 'A scan that still runs has the rules whose reads are all in.',
  })
  @ApiPage(RuleResultBody)
  async results(
    @Param('id') id: string,
    @Query() query: AnyConnectionPageQuery,
    @Asker() { connections }: Principal,
  ): Promise<Page<RuleResultBody>> {
    const { connectionId } = query;
    const sees = connectionId === undefined ? connections : [connectionId];
    // A rule nobody has must not look like one that found nothing.
    explainRule(this.providers.books, id);
    if (connectionId !== undefined) await this.connections.get(connectionId);
    return pageOf(this.cursors, query, {
      scope: `results ${id} ${JSON.stringify(sees)}`,
      rows: (limit, beforeScan: string | null) => this.evaluations.history(id, sees, limit, beforeScan),
      placeOf: ({ scan }) => scan.id,
      view: ruleResultView,
    });
  }

  @Get('fixes')
  @ApiOperation({
    operationId: 'listFixes',
    summary: 'Fixes of the latest completed scan: one per root cause, in the order to look at them',
  })
  @ApiPage(FixBody)
  @ApiProblems(404)
  async fixes(@Query() query: ConnectionPageQuery): Promise<Page<FixBody>> {
    const { id, said } = await this.#latest(query.connectionId);
    return pageOfAll(this.cursors, query, `fixes ${id}`, rankedFixes(id, said.fixes), fixView);
  }

  @Get('coverage')
  @ApiOperation({
    operationId: 'listCoverage',
    summary: 'How well each resource was read by the latest completed scan, why not better, and what to grant',
  })
  @ApiPage(CoverageBody)
  @ApiProblems(404)
  async coverage(@Query() query: ConnectionPageQuery): Promise<Page<CoverageBody>> {
    const { id, said } = await this.#latest(query.connectionId);
    return pageOfAll(this.cursors, query, `coverage ${id}`, said.coverage, coverageView);
  }

  @Get('trend')
  @ApiOperation({
    operationId: 'getTrend',
    summary: 'Findings by severity and verdicts, one point a day, newest first',
    description: 'A point is the last completed scan of the profile on that day; profiles ask other rules.',
  })
  @ApiPage(TrendPointBody)
  @ApiProblems(404)
  async trend(@Query() query: TrendQuery): Promise<Page<TrendPointBody>> {
    const { connectionId } = query;
    await this.connections.get(connectionId);
    const profile = query.profile ?? (await this.evaluations.latest(connectionId)).profile;
    return pageOf(this.cursors, query, {
      scope: `trend ${connectionId} ${profile}`,
      rows: (limit, beforeDay: string | null) => this.evaluations.trend(connectionId, profile, limit, beforeDay),
      placeOf: ({ day }) => day,
      view: trendView,
    });
  }

  async #latest(connectionId: string) {
    await this.connections.get(connectionId);
    const scan = await this.evaluations.latest(connectionId);
    return { id: scan.id, said: await this.evaluations.record(scan) };
  }
}
