import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Replays } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { KeyRequired, NewId } from '../idempotency/idempotency-key';
import { Accepted } from '../location';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { ReplayBody, ReplayDetailBody } from './replays.body';
import { StartReplayBody } from './replays.dto';
import { inputOf, replayDetailView, replayView } from './replays.view';

@ApiTags('replays')
@Needs('runs:read')
@Controller()
export class ReplaysController {
  constructor(
    private readonly replays: Replays,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post('connections/:id/replays')
  @Needs('runs:write')
  @Accepted(ReplayBody, ({ id }) => `/replays/${id}`)
  @KeyRequired()
  @ApiOperation({
    operationId: 'startReplay',
    summary:
      'Judge what is kept of the log once more, by other rules or values, beside what was found; answers at once',
    description: 'Changes no finding. Where the log was not read all of the time, what is not found is not assessed.',
  })
  @ApiProblems(409, 413, 415)
  async start(
    @Param('id') id: string,
    @Body() body: StartReplayBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
  ): Promise<ReplayBody> {
    return replayView(await this.replays.ask(id, inputOf(body), 'api', false, newId));
  }

  @Get('connections/:id/replays')
  @ApiOperation({ operationId: 'listReplays', summary: 'Newest first, without what they found' })
  @ApiPage(ReplayBody)
  async list(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<ReplayBody>> {
    await this.connections.get(id);
    return pageOf(this.cursors, query, {
      scope: `replays ${id}`,
      rows: (limit, before: string | null) => this.replays.list(id, limit, before),
      placeOf: (run) => run.id,
      view: replayView,
    });
  }

  @Get('replays/:id')
  @ApiOperation({
    operationId: 'getReplay',
    summary: 'How a replay goes and, once it is completed, what it would have found beside what was found',
  })
  @ApiOkResponse({ type: ReplayDetailBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ReplayDetailBody> {
    return replayDetailView(await this.replays.get(id));
  }
}
