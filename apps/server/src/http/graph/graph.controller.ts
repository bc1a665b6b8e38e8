import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { GraphQuestions } from '@posture/flows';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { PageQuery, pageOfAll } from '../page';
import type { AssessedPage, Page } from '../page';
import { MissingBody } from '../subject.dto';
import { missingView } from '../subject.view';
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
  @ApiPage(GraphRowBody, { notAssessed: MissingBody })
  async ask(
    @Param('connectionId') connectionId: string,
    @Param('name') name: string,
    @Query() query: GraphQuery,
  ): Promise<AssessedPage<GraphRowBody>> {
    const question = { connectionId, query: name, key: query.key, source: query.source, asOf: query.asOf ?? null };
    const { version, rows, notAssessed } = await this.questions.ask(question);
    const scope = `graph ${JSON.stringify([question, version])}`;
    const page = await pageOfAll(this.cursors, query, scope, rows, graphRowView);
    return { ...page, notAssessed: notAssessed.map(missingView) };
  }
}
