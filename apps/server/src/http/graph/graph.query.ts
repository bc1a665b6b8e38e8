import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { GRAPH_SOURCES } from '@posture/flows';
import type { GraphSourceName } from '@posture/flows';
import { Instant } from '../instant';
import { PageQuery } from '../page';

export class GraphQuery extends PageQuery {
  @ApiProperty({ example: 'User:00u1a2b3', description: 'key of the node the query starts at' })
  @IsString()
  readonly key: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'the graph as it was then; in-process only' })
  @IsOptional()
  @Instant()
  readonly asOf?: Date;

  @ApiPropertyOptional({
    enum: GRAPH_SOURCES,
    enumName: 'GraphSource',
    default: 'in-process',
    description: 'neo4j where one is configured',
  })
  @IsOptional()
  @IsIn(GRAPH_SOURCES)
  readonly source: GraphSourceName = 'in-process';
}
