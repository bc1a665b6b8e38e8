import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString } from 'class-validator';
import { GRAPH_SOURCES, GraphQuestions } from '@posture/flows';
import type { GraphSourceName } from '@posture/flows';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { GraphRowBody, NamedQueryBody } from './graph.body';

export class GraphQuery extends PageQuery {
  @ApiProperty({ example: 'User:00u1a2b3', description: 'key of the node the query starts at' })
  @IsString()
  readonly key: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'the graph as it was then; in-process only' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  readonly asOf?: Date;

  @ApiPropertyOptional({ enum: GRAPH_SOURCES, default: 'in-process', description: 'neo4j where one is configured' })
  @IsOptional()
  @IsIn(GRAPH_SOURCES)
  readonly source: GraphSourceName = 'in-process';
}

@ApiTags('graph')
@ApiBearerAuth()
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
    const all = this.questions
      .list()
      .map(({ name, means, starts, ends, maxDepth }) => ({ name, means, starts, ends, maxDepth }));
    return pageOfAll(this.cursors, query, 'graph queries', all);
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
    return pageOfAll(this.cursors, query, `graph ${JSON.stringify([question, version])}`, rows);
  }
}
