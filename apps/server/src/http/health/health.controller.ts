import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Engine } from '@posture/flows';
import { Public } from '../auth/api-key.guard';
import { NoQuery } from '../page';

export class HealthBody {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';

  @ApiProperty({ enum: ['embedded', 'server'] })
  readonly database: 'embedded' | 'server';

  @ApiProperty({ enum: ['in-process', 'neo4j'], description: 'where operators may query the graph' })
  readonly graph: 'in-process' | 'neo4j';
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly engine: Engine) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'getHealth', summary: 'Whether the record answers, and which stores are in use' })
  @ApiOkResponse({ type: HealthBody })
  async health(@Query() _query: NoQuery): Promise<HealthBody> {
    await this.engine.database.query('select 1');
    return {
      status: 'ok',
      database: this.engine.database.embedded ? 'embedded' : 'server',
      graph: this.engine.config.neo4jUrl === null ? 'in-process' : 'neo4j',
    };
  }
}
