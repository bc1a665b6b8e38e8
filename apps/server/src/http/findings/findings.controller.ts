import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Finding, FindingFilter } from '@posture/findings';
import { severityRank } from '@posture/findings';
import { Engine } from '@posture/flows';
import { PageQuery, toPage } from '../page';
import { FindingsQuery } from './findings.dto';

@ApiTags('findings')
@ApiBearerAuth()
@Controller('findings')
export class FindingsController {
  constructor(private readonly engine: Engine) {}

  @Get()
  @ApiOperation({ operationId: 'listFindings', summary: 'Worst first' })
  async list(@Query() query: FindingsQuery) {
    const { limit, cursor, severity, status, ...rest } = query;
    const filter: FindingFilter = { ...rest, severities: severity, statuses: status };
    const scope = `findings ${JSON.stringify(filter)}`;
    const after = cursor === undefined ? null : this.engine.cursors.open<FindingCursorValue>(cursor, scope);
    const rows = await this.engine.findings.list(filter, limit + 1, after);
    return toPage(rows, limit, findingView, (last) =>
      this.engine.cursors.seal({ rank: severityRank(last.severity), score: last.score, id: last.id }, scope),
    );
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getFinding' })
  async get(@Param('id', ParseUUIDPipe) id: string) {
    const finding = await this.engine.findings.get(id);
    return { ...findingView(finding), evidence: finding.evidence, scoreTerms: finding.scoreTerms };
  }

  @Get(':id/members')
  @ApiOperation({ operationId: 'listFindingMembers', summary: 'Members of a finding of grain group' })
  async members(@Param('id', ParseUUIDPipe) id: string, @Query() { limit, cursor }: PageQuery) {
    await this.engine.findings.get(id);
    const scope = `members ${id}`;
    const after = cursor === undefined ? '' : this.engine.cursors.open<string>(cursor, scope);
    const rows = await this.engine.findings.members(id, limit + 1, after);
    return toPage(
      rows,
      limit,
      (member) => member,
      (last) => this.engine.cursors.seal(last.key, scope),
    );
  }

  @Get(':id/history')
  @ApiOperation({ operationId: 'listFindingHistory' })
  async history(@Param('id', ParseUUIDPipe) id: string) {
    await this.engine.findings.get(id);
    const data = await this.engine.findings.history(id);
    return { data, page: { limit: data.length, nextCursor: null } };
  }
}

interface FindingCursorValue {
  readonly rank: number;
  readonly score: number;
  readonly id: string;
}

function findingView(finding: Finding) {
  return {
    id: finding.id,
    connectionId: finding.connectionId,
    rule: finding.rule,
    severity: finding.severity,
    score: finding.score,
    tier: finding.tier,
    status: finding.status,
    present: finding.present,
    notAssessed: finding.notAssessed,
    supersededBy: finding.supersededBy,
    subject: finding.subject,
    count: finding.count,
    title: finding.title,
    why: finding.why,
    firstSeenAt: finding.firstSeenAt.toISOString(),
    lastSeenAt: finding.lastSeenAt.toISOString(),
    resolvedAt: finding.resolvedAt?.toISOString() ?? null,
    resolution: finding.resolution,
  };
}
