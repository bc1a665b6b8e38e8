import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Engine } from '@posture/flows';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { ConnectionBody, SyncBody } from './connections.body';
import { CreateConnectionBody, StartSyncBody } from './connections.dto';
import { aboutTheBody, connectionView, credentialOf, syncView } from './connections.view';
import { ProbeBody } from './probe.body';

@ApiTags('connections')
@ApiBearerAuth()
@Controller()
export class ConnectionsController {
  constructor(private readonly engine: Engine) {}

  @Post('connections')
  @ApiOperation({
    operationId: 'createConnection',
    summary: 'Connect an Okta org, or give a connected one a new credential',
    description: 'The credential is tried before anything is saved, and never shown again.',
  })
  @ApiCreatedResponse({ type: ConnectionBody })
  @ApiProblems(409, 413, 415, 502)
  async create(@Body() body: CreateConnectionBody, @Query() _query: NoQuery): Promise<ConnectionBody> {
    const { domain, name } = body;
    try {
      return connectionView(await this.engine.connect({ domain, name, credential: credentialOf(body.credential) }));
    } catch (error) {
      throw aboutTheBody(error);
    }
  }

  @Get('connections')
  @ApiOperation({ operationId: 'listConnections', summary: 'Oldest first' })
  @ApiPage(ConnectionBody)
  async list(@Query() query: PageQuery): Promise<Page<ConnectionBody>> {
    const all = (await this.engine.connections.list()).map(connectionView);
    return pageOfAll(this.engine.cursors, query, 'connections', all);
  }

  @Get('connections/:id')
  @ApiOperation({ operationId: 'getConnection', summary: 'One connection' })
  @ApiOkResponse({ type: ConnectionBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ConnectionBody> {
    return connectionView(await this.engine.connections.get(id));
  }

  @Delete('connections/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteConnection', summary: 'Forget the tenant: credential, inventory and findings' })
  @ApiNoContentResponse({ description: 'forgotten' })
  async delete(@Param('id') id: string, @Query() _query: NoQuery): Promise<void> {
    await this.engine.disconnect(id);
  }

  @Post('connections/:id/test')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'testConnection',
    summary: 'What the credential may read, what is missing, what that switches off and what to grant next',
  })
  @ApiOkResponse({ type: ProbeBody })
  @ApiProblems(409, 502)
  async test(@Param('id') id: string, @Query() _query: NoQuery): Promise<ProbeBody> {
    return this.engine.probe(id);
  }

  @Post('connections/:id/syncs')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startSync', summary: 'Read the tenant and judge it; answers at once' })
  @ApiAcceptedResponse({ type: SyncBody })
  @ApiProblems(409, 413, 415)
  async startSync(@Param('id') id: string, @Body() body: StartSyncBody, @Query() _query: NoQuery): Promise<SyncBody> {
    return syncView(await this.engine.startScan(id, body), null);
  }

  @Get('connections/:id/syncs')
  @ApiOperation({ operationId: 'listSyncs', summary: 'Newest first' })
  @ApiPage(SyncBody)
  listSyncs(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<SyncBody>> {
    return pageOf(this.engine.cursors, query, {
      scope: `syncs ${id}`,
      rows: (limit, beforeId: string | null) => this.engine.listSyncs(id, limit, beforeId),
      placeOf: (sync) => sync.id,
      view: (sync) => syncView(sync, this.engine.progressOf(sync.id)),
    });
  }

  @Get('syncs/:id')
  @ApiOperation({
    operationId: 'getSync',
    summary: 'A sync with its coverage and requests and, while it runs, its progress',
  })
  @ApiOkResponse({ type: SyncBody })
  async getSync(@Param('id') id: string, @Query() _query: NoQuery): Promise<SyncBody> {
    return syncView(await this.engine.syncs.get(id), this.engine.progressOf(id));
  }
}
