import { ApiProperty } from '@nestjs/swagger';

export class HealthBody {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';

  @ApiProperty({ enum: ['embedded', 'server'] })
  readonly database: 'embedded' | 'server';

  @ApiProperty({ enum: ['in-process', 'neo4j'], description: 'where operators may query the graph' })
  readonly graph: 'in-process' | 'neo4j';
}
