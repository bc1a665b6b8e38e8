import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { GraphQuestions } from '@posture/flows';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { GraphRowBody, NamedQueryBody } from './graph.body';
import { GraphQuery } from './graph.query';
import { graphRowView, namedQueryView } from './graph.view';

@ApiTags('graph')
@Needs('inventory:read')
@Controller()
export class GraphController {
  constructor(
    private readonly cursors: Cursors,
    private readonly questions: GraphQuestions,
  ) {}

  @Get('graph/queries')
  @ApiOperation({ operationId: 'listGraphQueries', summary: 'What the access graph can be asked' })
  @ApiPage(NamedQueryBody)
  list(@Query() query: PageQuery): Promise<Page<NamedQueryBody>> {
    return pageOfAll(this.cursors, query, 'graph queries', this.questions.list(), namedQueryView);
  }

  @Get('connections/:connectionId/graph/queries/:name')
  @ApiOperation({
    operationId: 'askGraph',
    summary: 'A named query from one node: what it reaches or what reaches it, each with its best path',
    description: 'A page belongs to one inventory version; after a sync start again from the first page.',
  })
  @ApiPage(GraphRowBody)
  async ask(
    @Param('connectionId') connectionId: string,
    @Param('name') name: string,
    @Query() query: GraphQuery,
  ): Promise<Page<GraphRowBody>> {
    const question = { connectionId, query: name, key: query.key, source: query.source, asOf: query.asOf ?? null };
    const { version, rows } = await this.questions.ask(question);
    return pageOfAll(this.cursors, query, `graph ${JSON.stringify([question, version])}`, rows, graphRowView);
  }
}
