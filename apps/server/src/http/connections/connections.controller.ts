import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { DisconnectFlow, EventHooks, Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { Secret } from '@posture/platform';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { ConnectionBody, HookBody } from './connections.body';
import { CreateConnectionBody } from './connections.dto';
import { aboutTheBody, connectionView, credentialOf, hookView } from './connections.view';
import { ProbeBody } from './probe.body';
import { probeView } from './probe.view';

@ApiTags('connections')
@Needs('connections:read')
@Controller()
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly disconnect: DisconnectFlow,
    private readonly hooks: EventHooks,
    private readonly work: Work,
    private readonly cursors: Cursors,
  ) {}

  @Post('connections')
  @Needs('connections:write')
  @ApiOperation({
    operationId: 'createConnection',
    summary: 'Connect an Okta org, or give a connected one a new credential',
    description: 'The credential is tried before anything is saved, and never shown again.',
  })
  @ApiCreatedResponse({ type: ConnectionBody })
  @ApiProblems(409, 413, 415, 502)
  async create(@Body() body: CreateConnectionBody, @Query() _query: NoQuery): Promise<ConnectionBody> {
    const credential = new Secret(oktaCredentialText(credentialOf(body.credential)));
    try {
      const id = await this.work.connect({
        provider: oktaWire.provider,
        address: body.domain,
        name: body.name,
        credential,
      });
      return connectionView(await this.connections.get(id));
    } catch (error) {
      throw aboutTheBody(error);
    }
  }

  @Get('connections')
  @ApiOperation({ operationId: 'listConnections', summary: 'Oldest first' })
  @ApiPage(ConnectionBody)
  async list(@Query() query: PageQuery): Promise<Page<ConnectionBody>> {
    return pageOfAll(this.cursors, query, 'connections', await this.connections.list(), connectionView);
  }

  @Get('connections/:id')
  @ApiOperation({ operationId: 'getConnection', summary: 'One connection' })
  @ApiOkResponse({ type: ConnectionBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ConnectionBody> {
    return connectionView(await this.connections.get(id));
  }

  @Delete('connections/:id')
  @Needs('connections:write')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteConnection', summary: 'Forget the tenant: credential, inventory and findings' })
  @ApiNoContentResponse({ description: 'forgotten' })
  async delete(@Param('id') id: string, @Query() _query: NoQuery): Promise<void> {
    await this.disconnect.run(id);
  }

  @Post('connections/:id/test')
  @Needs('connections:write')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'testConnection',
    summary: 'What the credential may read, what is missing, what that switches off and what to grant next',
  })
  @ApiOkResponse({ type: ProbeBody })
  @ApiProblems(409, 502)
  async test(@Param('id') id: string, @Query() _query: NoQuery): Promise<ProbeBody> {
    await this.connections.get(id);
    return probeView(await this.work.probe(id));
  }

  @Post('connections/:id/hook')
  @Needs('connections:write')
  @ApiOperation({
    operationId: 'makeHook',
    summary: 'Make the secret by which the provider may say at once that something happened, or another in its place',
    description: 'What to enter at the provider. The secret is shown this once; one that was made before ends.',
  })
  @ApiCreatedResponse({ type: HookBody })
  @ApiProblems(409)
  async makeHook(@Param('id') id: string, @Query() _query: NoQuery): Promise<HookBody> {
    const made = await this.hooks.make(id);
    return hookView(id, made);
  }

  @Delete('connections/:id/hook')
  @Needs('connections:write')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteHook', summary: 'Listen to no event hook of the connection any more' })
  @ApiNoContentResponse({ description: 'forgotten' })
  async deleteHook(@Param('id') id: string, @Query() _query: NoQuery): Promise<void> {
    await this.hooks.remove(id);
  }
}
