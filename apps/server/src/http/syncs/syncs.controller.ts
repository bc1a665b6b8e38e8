import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Syncs, Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { KeyRequired, NewId } from '../idempotency/idempotency-key';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { RunBody } from '../runs/runs.body';
import { runView } from '../runs/runs.view';
import { SyncBody } from './syncs.body';
import { EvaluateBody, StartSyncBody } from './syncs.dto';
import { inputOf, syncView } from './syncs.view';

@ApiTags('syncs')
@Needs('runs:read')
@Controller()
export class SyncsController {
  constructor(
    private readonly work: Work,
    private readonly syncs: Syncs,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post('connections/:id/syncs')
  @Needs('runs:write')
  @HttpCode(202)
  @KeyRequired()
  @ApiOperation({ operationId: 'startSync', summary: 'Read the tenant and judge it; answers at once' })
  @ApiAcceptedResponse({ type: SyncBody })
  @ApiProblems(409, 413, 415)
  async startSync(
    @Param('id') id: string,
    @Body() body: StartSyncBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
  ): Promise<SyncBody> {
    await this.connections.active(id);
    return syncView({ run: await this.work.scan(id, inputOf(body), 'api', false, newId), report: null });
  }

  @Post('connections/:id/evaluations')
  @Needs('runs:write')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'startEvaluation',
    summary: 'Judge what is known of the tenant again, without asking it; answers at once',
  })
  @ApiAcceptedResponse({ type: RunBody })
  @ApiProblems(409, 413, 415)
  async evaluate(
    @Param('id') id: string,
    @Body() body: EvaluateBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
  ): Promise<RunBody> {
    await this.connections.active(id);
    return runView(await this.work.evaluate(id, body, 'api', newId));
  }

  @Get('connections/:id/syncs')
  @ApiOperation({ operationId: 'listSyncs', summary: 'Newest first' })
  @ApiPage(SyncBody)
  async listSyncs(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<SyncBody>> {
    await this.connections.get(id);
    return pageOf(this.cursors, query, {
      scope: `syncs ${id}`,
      rows: (limit, before: string | null) => this.syncs.list(id, limit, before),
      placeOf: ({ run }) => run.id,
      view: syncView,
    });
  }

  @Get('syncs/:id')
  @ApiOperation({
    operationId: 'getSync',
    summary: 'A sync with its coverage and requests and, while it runs, its progress, whichever process works on it',
  })
  @ApiOkResponse({ type: SyncBody })
  async getSync(@Param('id') id: string, @Query() _query: NoQuery): Promise<SyncBody> {
    return syncView(await this.syncs.get(id));
  }

  @Post('syncs/:id/abort')
  @Needs('runs:write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'abortSync', summary: 'Stop a sync, whichever process works on it' })
  @ApiOkResponse({ type: SyncBody })
  @ApiProblems(409)
  async abort(@Param('id') id: string, @Query() _query: NoQuery): Promise<SyncBody> {
    await this.syncs.get(id);
    await this.work.abort(id);
    return syncView(await this.syncs.get(id));
  }
}
