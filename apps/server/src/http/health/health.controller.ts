import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppConfig, Database } from '@posture/platform';
import { Public } from '../auth/needs';
import { NoQuery } from '../page';
import { HealthBody } from './health.body';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'getHealth', summary: 'Whether the record answers, and which stores are in use' })
  @ApiOkResponse({ type: HealthBody })
  async health(@Query() _query: NoQuery): Promise<HealthBody> {
    await this.database.version();
    return {
      status: 'ok',
      database: this.database.embedded ? 'embedded' : 'server',
      graph: this.config.neo4jUrl === null ? 'in-process' : 'neo4j',
    };
  }
}
