import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListCoverages } from '@posture/flows';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOfAll } from '../page';
import type { Page } from '../page';
import { ListCoverageBody } from './coverage.body';
import { ListCoverageQuery } from './coverage.query';
import { listCoverageView } from './coverage.view';

@ApiTags('coverage')
@Needs('inventory:read')
@Controller('connections/:connectionId/coverage')
export class CoverageController {
  constructor(
    private readonly coverages: ListCoverages,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listListCoverage',
    summary: 'How well each list of a tenant was read, down to those of single objects, when, and what to grant',
    description: 'Of the past there is one row a resource, the worst of its lists. A page belongs to one version.',
  })
  @ApiPage(ListCoverageBody)
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: ListCoverageQuery,
  ): Promise<Page<ListCoverageBody>> {
    const { resource, state: states, asOf } = query;
    const { version, lists } = await this.coverages.of(connectionId, { resource, states }, asOf ?? null);
    const scope = `lists ${JSON.stringify([connectionId, resource, states, version])}`;
    return pageOfAll(this.cursors, query, scope, lists, listCoverageView);
  }
}
