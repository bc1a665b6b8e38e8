import { Readable } from 'node:stream';
import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeltaFlow, Providers, Syncs, Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { KeyRequired, NewId } from '../idempotency/idempotency-key';
import { Accepted } from '../location';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { RunBody } from '../runs/runs.body';
import { runView } from '../runs/runs.view';
import { syncEvents } from './sync-events';
import { SyncBody } from './syncs.body';
import { EvaluateBody, StartSyncBody } from './syncs.dto';
import { inputOf, syncView } from './syncs.view';

@ApiTags('syncs')
@Needs('runs:read')
@Controller()
export class SyncsController implements BeforeApplicationShutdown {
  readonly #stop = new AbortController();

  constructor(
    private readonly work: Work,
    private readonly syncs: Syncs,
    private readonly deltas: DeltaFlow,
    private readonly providers: Providers,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post('connections/:id/syncs')
  @Needs('runs:write')
  @Accepted(SyncBody, ({ id }) => `/syncs/${id}`)
  @KeyRequired()
  @ApiOperation({ operationId: 'startSync', summary: 'Read the tenant and judge it; answers at once' })
  @ApiProblems(409, 413, 415)
  async startSync(
    @Param('id') id: string,
    @Body() body: StartSyncBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
  ): Promise<SyncBody> {
    const connection = await this.connections.active(id);
    const { resources } = body;
    const run =
      resources === undefined
        ? await this.work.scan(id, inputOf(body), 'api', false, newId)
        : await this.deltas.readAgain(connection, this.providers.get(connection.provider), resources, newId);
    return syncView({ run, report: null, effects: null });
  }

  @Post('connections/:id/evaluations')
  @Needs('runs:write')
  @Accepted(RunBody, ({ id }) => `/runs/${id}`)
  @ApiOperation({
    operationId: 'startEvaluation',
    summary: 'Judge what is known of the tenant again, without asking it; answers at once',
  })
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

  @Get('syncs/:id/events')
  @Header('content-type', 'text/event-stream')
  @ApiOperation({
    operationId: 'watchSync',
    summary: 'How a sync goes, as server-sent events, from whichever process works on it',
    description:
      '`progress` whenever it has changed, `ended` once and last; the data of each is the sync as `getSync` answers it. ' +
      'Whoever comes back with Last-Event-ID is not told again what that event said.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async watch(
    @Param('id') id: string,
    @Query() _query: NoQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    await this.syncs.get(id);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const watched = {
      look: () => this.syncs.get(id),
      lastEventId: lastEventId ?? null,
      signal: AbortSignal.any([this.#stop.signal, gone.signal]),
    };
    return Readable.from(syncEvents(watched));
  }

  /** Whoever watches asks another process. */
  beforeApplicationShutdown(): void {
    this.#stop.abort();
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
