import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ComplianceDocuments } from '@posture/flows';
import { Needs } from '../auth/needs';
import { NoQuery } from '../page';
import { ComplianceBody } from './compliance.body';
import { complianceView } from './compliance.view';

@ApiTags('compliance')
@Needs('findings:read')
@Controller('connections/:connectionId/compliance')
export class ComplianceController {
  constructor(private readonly compliance: ComplianceDocuments) {}

  @Get(':framework')
  @ApiOperation({
    operationId: 'getCompliance',
    summary: 'How a connection stands to the controls of a framework: stig, nist, cis or nhi',
    description:
      'By the last completed scan, with findings as they now stand. A control passes only when all of its rules were ' +
      'evaluated; accepted says that the risk is there and somebody answers for it.',
  })
  @ApiOkResponse({ type: ComplianceBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('framework') framework: string,
    @Query() _query: NoQuery,
  ): Promise<ComplianceBody> {
    return complianceView(await this.compliance.of(connectionId, framework));
  }
}
