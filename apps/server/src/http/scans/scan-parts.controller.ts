import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import { EvaluationStore } from '@posture/evaluations';
import type { FixLine, Scan } from '@posture/evaluations';
import { FindingStore } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import { CLOCK } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { FindingBody } from '../findings/findings.body';
import { findingView } from '../findings/findings.view';
import { ApiPage } from '../openapi/api-doc';
import { PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { CoverageBody } from '../syncs/syncs.body';
import { FixBody, RuleResultBody } from './scans.body';
import { RuleResultsQuery } from './scans.query';
import { coverageView, fixView, rankedFixes, ruleResultView } from './scans.view';

/** What a scan said, part by part. */
@ApiTags('scans')
@Needs('findings:read')
@Controller()
export class ScanPartsController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly evaluations: EvaluationStore,
    private readonly findings: FindingStore,
    private readonly cursors: Cursors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('scans/:id/results')
  @ApiOperation({
    operationId: 'listScanResults',
    summary: 'What each rule said in a scan, by rule: its verdict, subjects by verdict, why some were not assessed',
    description: 'A scan that still runs has the rules whose reads are all in.',
  })
  @ApiPage(RuleResultBody)
  async results(@Param('id') id: string, @Query() query: RuleResultsQuery): Promise<Page<RuleResultBody>> {
    return this.#resultsOf(await this.evaluations.get(id), query);
  }

  @Get('connections/:connectionId/rules/results')
  @ApiOperation({
    operationId: 'listLatestResults',
    summary: 'What each rule said of a connection in its latest completed scan, by rule',
  })
  @ApiPage(RuleResultBody)
  async latestResults(
    @Param('connectionId') connectionId: string,
    @Query() query: RuleResultsQuery,
  ): Promise<Page<RuleResultBody>> {
    await this.connections.get(connectionId);
    return this.#resultsOf(await this.evaluations.latest(connectionId), query);
  }

  @Get('scans/:id/coverage')
  @ApiOperation({
    operationId: 'listScanCoverage',
    summary: 'How well each resource was read by a completed scan, why not better, and what to grant',
  })
  @ApiPage(CoverageBody)
  async coverage(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<CoverageBody>> {
    const { coverage } = await this.evaluations.record(await this.evaluations.get(id));
    return pageOfAll(this.cursors, query, `scan coverage ${id}`, coverage, coverageView);
  }

  @Get('scans/:id/fixes')
  @ApiOperation({
    operationId: 'listScanFixes',
    summary: 'Fixes of a completed scan: one per root cause, in the order to look at them',
  })
  @ApiPage(FixBody)
  async fixes(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<FixBody>> {
    return pageOfAll(this.cursors, query, `scan fixes ${id}`, rankedFixes(id, await this.#fixesOf(id)), fixView);
  }

  @Get('scans/:id/fixes/:rank/findings')
  @ApiOperation({
    operationId: 'listFixFindings',
    summary: 'The findings a fix concerns, as they now stand, worst first',
    description: 'That the remedy of the worst ends them all has not been tried.',
  })
  @ApiPage(FindingBody)
  async fixFindings(
    @Param('id') id: string,
    @Param('rank') rank: string,
    @Query() query: PageQuery,
  ): Promise<Page<FindingBody>> {
    const fix = /^\d{1,9}$/.test(rank) ? (await this.#fixesOf(id))[Number(rank) - 1] : undefined;
    if (fix === undefined)
      throw new DomainError('fix.not_found', 'not_found', `Scan ${id} has no fix ${rank}.`, {
        field: 'rank',
        remedy: 'Take the rank from the list of fixes of the scan.',
      });
    const now = this.clock.now();
    const findings = await this.findings.ofIds(fix.concerns);
    return pageOfAll(this.cursors, query, `fix ${id} ${rank}`, findings, (finding) => findingView(finding, now));
  }

  async #fixesOf(id: string): Promise<readonly FixLine[]> {
    return (await this.evaluations.record(await this.evaluations.get(id))).fixes;
  }

  async #resultsOf(scan: Scan, query: RuleResultsQuery): Promise<Page<RuleResultBody>> {
    const { verdict } = query;
    const said = await this.evaluations.results(scan.id);
    const meant = verdict === undefined ? said : said.filter((result) => verdict.includes(result.verdict));
    const rows = meant.map((result) => ({ ...result, scan }));
    return pageOfAll(this.cursors, query, `scan results ${JSON.stringify([scan.id, verdict])}`, rows, ruleResultView);
  }
}
