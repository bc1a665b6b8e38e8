import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EvaluationStore, postureScore } from '@posture/evaluations';
import { FindingMetrics, SavedViews } from '@posture/findings';
import type { FindingFigures, Median } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { Asker, Needs } from '../auth/needs';
import { ApiProblems } from '../openapi/api-doc';
import { chosenFindings } from './chosen-findings';
import { FindingMetricsBody } from './finding-metrics.body';
import { FindingMetricsQuery } from './findings.query';

@ApiTags('findings')
@Needs('findings:read')
@Controller('findings')
export class FindingMetricsController {
  constructor(
    private readonly metrics: FindingMetrics,
    private readonly evaluations: EvaluationStore,
    private readonly connections: ConnectionStore,
    private readonly views: SavedViews,
  ) {}

  @Get('metrics')
  @ApiOperation({
    operationId: 'measureFindings',
    summary: 'How much there is to do, how long it takes, how much is in time, and a score for each connection',
  })
  @ApiOkResponse({ type: FindingMetricsBody })
  @ApiProblems(404)
  async measure(@Query() query: FindingMetricsQuery, @Asker() asker: Principal): Promise<FindingMetricsBody> {
    const figures = await this.metrics.of(await chosenFindings(query, asker, this.connections, this.views), query.days);
    return metricsView(figures, await this.#scores(query, asker));
  }

  async #scores({ connectionId }: FindingMetricsQuery, asker: Principal): Promise<FindingMetricsBody['scores']> {
    const scores: FindingMetricsBody['scores'][number][] = [];
    for (const { id } of await this.connections.list(asker.connections)) {
      if (connectionId !== undefined && connectionId !== id) continue;
      const scan = (await this.evaluations.list(id, SCANS)).find(({ state }) => state === 'completed');
      if (scan === undefined) continue;
      const { score, coveragePercent, formula } = postureScore(await this.evaluations.results(scan.id));
      scores.push({ connectionId: id, scanId: scan.id, score, coveragePercent, formula });
    }
    return scores;
  }
}

const SCANS = 20;

function metricsView(figures: FindingFigures, scores: FindingMetricsBody['scores']): FindingMetricsBody {
  return {
    since: figures.since.toISOString(),
    backlog: figures.backlog.map(({ severity, count, overdue, byAge }) => ({ severity, count, overdue, byAge })),
    acknowledge: medianView(figures.acknowledge),
    acknowledgeBaseline: medianView(figures.acknowledgeBaseline),
    resolve: medianView(figures.resolve),
    reopenRate: figures.reopenRate,
    slaAttainment: figures.slaAttainment,
    suppressedShare: figures.suppressedShare,
    scores,
  };
}

function medianView({ ms, count }: Median): FindingMetricsBody['resolve'] {
  return { ms, count };
}
