import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Engine } from '@posture/flows';
import { CreateConnectionBody, StartSyncBody } from './connections.dto';
import { connectionView, credentialOf, syncView } from './connections.view';

@ApiTags('connections')
@ApiBearerAuth()
@Controller()
export class ConnectionsController {
  constructor(private readonly engine: Engine) {}

  @Post('connections')
  @ApiOperation({
    operationId: 'createConnection',
    summary: 'Connect an Okta org; the credential is tried before anything is saved',
  })
  async create(@Body() body: CreateConnectionBody) {
    return connectionView(
      await this.engine.connect({ domain: body.domain, name: body.name, credential: credentialOf(body.credential) }),
    );
  }

  @Get('connections')
  @ApiOperation({ operationId: 'listConnections' })
  async list() {
    const connections = await this.engine.connections.list();
    return { data: connections.map(connectionView), page: { limit: connections.length, nextCursor: null } };
  }

  @Get('connections/:id')
  @ApiOperation({ operationId: 'getConnection' })
  async get(@Param('id') id: string) {
    return connectionView(await this.engine.connections.get(id));
  }

  @Delete('connections/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteConnection', summary: 'Forget the tenant: credential, inventory and findings' })
  async delete(@Param('id') id: string): Promise<void> {
    await this.engine.disconnect(id);
  }

  @Post('connections/:id/test')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'testConnection',
    summary: 'What the credential may read, what is missing and what that switches off',
  })
  async test(@Param('id') id: string) {
    return this.engine.probe(id);
  }

  @Post('connections/:id/syncs')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startSync', summary: 'Read the tenant and judge it; answers at once' })
  async startSync(@Param('id') id: string, @Body() body: StartSyncBody) {
    return syncView(await this.engine.startScan(id, body));
  }

  @Get('connections/:id/syncs')
  @ApiOperation({ operationId: 'listSyncs' })
  async listSyncs(@Param('id') id: string) {
    await this.engine.connections.get(id);
    const syncs = await this.engine.syncs.list(id);
    return { data: syncs.map((sync) => syncView(sync)), page: { limit: 50, nextCursor: null } };
  }

  @Get('syncs/:id')
  @ApiOperation({
    operationId: 'getSync',
    summary: 'A sync with its coverage, requests and, while it runs, its progress',
  })
  async getSync(@Param('id') id: string) {
    return syncView(await this.engine.syncs.get(id), this.engine.progressOf(id));
  }
}
