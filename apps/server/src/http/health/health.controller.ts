import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Engine } from '@posture/flows';
import { Public } from '../auth/api-key.guard';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly engine: Engine) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'getHealth', summary: 'Whether the stores answer' })
  async health(): Promise<{ status: 'ok'; database: 'embedded' | 'server'; graph: 'in-process' | 'neo4j' }> {
    await this.engine.database.query('select 1');
    return {
      status: 'ok',
      database: this.engine.database.embedded ? 'embedded' : 'server',
      graph: this.engine.config.neo4jUrl === null ? 'in-process' : 'neo4j',
    };
  }
}
