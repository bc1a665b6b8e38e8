import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ComplianceDocuments,
  PAGE_POLICY,
  PostureReports,
  complianceCsv,
  renderCompliance,
  renderReport,
} from '@posture/flows';
import { Needs } from '../auth/needs';
import { ApiProblems } from '../openapi/api-doc';
import { ComplianceReportQuery, PostureReportQuery } from './reports.query';

/** Only the page's own style is let in: it loads nothing, runs nothing and is shown inside of nothing. */
const PAGE_HEADER = `${PAGE_POLICY}; frame-ancestors 'none'; sandbox`;
const TEXT = { schema: { type: 'string' } } as const;

/** What the last scan said, for people. */
@ApiTags('reports')
@Needs('findings:read')
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reports: PostureReports,
    private readonly compliance: ComplianceDocuments,
  ) {}

  @Get('posture')
  @Header('content-security-policy', PAGE_HEADER)
  @ApiOperation({
    operationId: 'getPostureReport',
    summary: 'What the latest completed scan of a connection said, as one page for people',
    description: 'It stands by itself: saved, it needs no network, and loads and runs nothing.',
  })
  @ApiOkResponse({ description: 'the page', content: { 'text/html': TEXT } })
  @ApiProblems(404)
  async posture(@Query() { connectionId }: PostureReportQuery): Promise<StreamableFile> {
    return file(renderReport(await this.reports.latest(connectionId)), 'html', 'posture');
  }

  @Get('compliance')
  @Header('content-security-policy', PAGE_HEADER)
  @ApiOperation({
    operationId: 'getComplianceReport',
    summary: 'How a connection stands to the controls of a framework, as one page for people or as a table',
    description: 'By the latest completed scan. As JSON it is the compliance of the connection.',
  })
  @ApiOkResponse({ description: 'the page or the table', content: { 'text/html': TEXT, 'text/csv': TEXT } })
  @ApiProblems(404)
  async controls(@Query() { connectionId, framework, format }: ComplianceReportQuery): Promise<StreamableFile> {
    const said = await this.compliance.of(connectionId, framework);
    return file(format === 'csv' ? complianceCsv(said) : renderCompliance(said), format, framework);
  }
}

/** A page is shown where it is asked for, a table saved. */
function file(text: string, format: 'html' | 'csv', name: string): StreamableFile {
  return new StreamableFile(Buffer.from(text), {
    type: `text/${format}; charset=utf-8`,
    disposition: `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}.${format}"`,
  });
}
