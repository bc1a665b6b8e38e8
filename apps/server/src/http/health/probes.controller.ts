import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/needs';
import { NoQuery } from '../page';
import { AliveBody, ReadyBody } from './health.body';
import { ReadinessChecks } from './readiness';

/** For those that start and stop processes; outside of `/api/v1`, as they know no version of an API. */
@ApiTags('health')
@Controller()
@Public()
export class ProbesController {
  constructor(private readonly checks: ReadinessChecks) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process answers; nothing else is asked' })
  @ApiOkResponse({ type: AliveBody })
  alive(@Query() _query: NoQuery): AliveBody {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({
    operationId: 'getReadiness',
    summary:
      'Whether the process can do what it is there for: its stores answer and, where it does not work itself, a worker lives',
  })
  @ApiOkResponse({ type: ReadyBody })
  @ApiResponse({ status: 503, type: ReadyBody, description: 'not now; the log says why' })
  async ready(@Query() _query: NoQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyBody> {
    const { database, migrations, graph, worker } = await this.checks.now();
    const isReady = ![database, migrations, graph, worker].includes('failed');
    if (!isReady) void reply.code(503);
    return { status: isReady ? 'ready' : 'not_ready', checks: { database, migrations, graph, worker } };
  }
}
