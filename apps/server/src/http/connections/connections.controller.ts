import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { ConnectionDirectory, DisconnectFlow, EventHooks, Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { Secret } from '@posture/platform';
import { Asker, Needs, NeedsAllConnections, actorOf } from '../auth/needs';
import { refuseUnconfirmed } from '../confirmed';
import { Cursors } from '../cursors';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { ConnectionBody, ConnectionSummaryBody, HookBody } from './connections.body';
import {
  ChangeConnectionBody,
  ConnectionsQuery,
  CreateConnectionBody,
  DeleteConnectionQuery,
  ReplaceCredentialBody,
} from './connections.dto';
import { aboutTheBody, connectionView, credentialOf, hookView, seenBy, summaryView } from './connections.view';
import { ProbeBody } from './probe.body';
import { probeView } from './probe.view';

@ApiTags('connections')
@Needs('connections:read')
@Controller()
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly directory: ConnectionDirectory,
    private readonly disconnect: DisconnectFlow,
    private readonly hooks: EventHooks,
    private readonly work: Work,
    private readonly cursors: Cursors,
  ) {}

  @Post('connections')
  @Needs('connections:write')
  @NeedsAllConnections()
  @ApiOperation({
    operationId: 'createConnection',
    summary: 'Connect an Okta org',
    description:
      'The credential is tried before anything is saved, and never shown again. The first sync begins by itself, unless it is not wanted.',
  })
  @ApiCreatedResponse({ type: ConnectionBody })
  @ApiProblems(409, 413, 415, 502)
  async create(
    @Body() body: CreateConnectionBody,
    @Asker() asker: Principal,
    @Query() _query: NoQuery,
    @NewId() newId: string,
  ): Promise<ConnectionBody> {
    const { domain, credential, firstSync, ...words } = body;
    const wanted = {
      ...words,
      provider: oktaWire.provider,
      address: domain,
      credential: new Secret(oktaCredentialText(credentialOf(credential))),
      createdBy: actorOf(asker),
      isDueAtOnce: firstSync,
    };
    const id = await aboutTheBody(() => this.work.connect(wanted, newId));
    return connectionView(await this.directory.get(id));
  }

  @Get('connections')
  @ApiOperation({ operationId: 'listConnections', summary: 'Oldest first, each with how it goes' })
  @ApiPage(ConnectionBody)
  async list(@Query() query: ConnectionsQuery, @Asker() asker: Principal): Promise<Page<ConnectionBody>> {
    const { removed } = query;
    const overviews = seenBy(asker, await this.directory.list({ removed }));
    return pageOfAll(this.cursors, query, `connections ${removed}`, overviews, connectionView);
  }

  @Get('connections/summary')
  @ApiOperation({
    operationId: 'getConnectionSummary',
    summary: 'How it goes with all of them: the worst of each provider',
  })
  @ApiOkResponse({ type: ConnectionSummaryBody })
  async summary(@Asker() asker: Principal, @Query() _query: NoQuery): Promise<ConnectionSummaryBody> {
    return summaryView(seenBy(asker, await this.directory.list({ removed: false })));
  }

  @Get('connections/:id')
  @ApiOperation({ operationId: 'getConnection', summary: 'One connection' })
  @Versioned()
  @ApiOkResponse({ type: ConnectionBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ConnectionBody> {
    return connectionView(await this.directory.get(id));
  }

  @Patch('connections/:id')
  @Needs('connections:write')
  @ApiOperation({ operationId: 'changeConnection', summary: 'Change what is given, and leave the rest' })
  @Versioned()
  @ApiOkResponse({ type: ConnectionBody })
  @ApiProblems(409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeConnectionBody,
    @Query() _query: NoQuery,
    @IfMatch() version: number,
  ): Promise<ConnectionBody> {
    await this.connections.change(id, body, version);
    return connectionView(await this.directory.get(id));
  }

  @Put('connections/:id/credential')
  @Needs('connections:write')
  @ApiOperation({
    operationId: 'replaceCredential',
    summary: 'Another credential of the same org in the place of the one before',
    description:
      'It is tried first; the one before is destroyed, all else stays. A credential of another org is refused.',
  })
  @ApiOkResponse({ type: ConnectionBody })
  @ApiProblems(409, 413, 415, 428, 502)
  async replaceCredential(
    @Param('id') id: string,
    @Body() body: ReplaceCredentialBody,
    @Query() _query: NoQuery,
  ): Promise<ConnectionBody> {
    await this.connections.active(id);
    const { credential, credentialExpiresAt, domain, confirm } = body;
    refuseUnconfirmed(confirm, 'The credential before it is destroyed.');
    const text = new Secret(oktaCredentialText(credentialOf(credential)));
    await aboutTheBody(() =>
      this.work.replaceCredential(id, { credential: text, credentialExpiresAt, address: domain }),
    );
    return connectionView(await this.directory.get(id));
  }

  @Delete('connections/:id')
  @Needs('connections:write')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteConnection',
    summary: 'Destroy the credential, stop what runs, and keep the history or forget it',
    description: 'What was found is resolved as source_removed where the history is kept.',
  })
  @ApiNoContentResponse({ description: 'removed, or forgotten' })
  @ApiProblems(428)
  async delete(@Param('id') id: string, @Query() { confirm, history }: DeleteConnectionQuery): Promise<void> {
    await this.connections.get(id);
    refuseUnconfirmed(confirm, 'The credential is destroyed, and cannot be had back.');
    if (history === 'keep') await this.disconnect.keepHistory(id);
    else await this.disconnect.purge(id);
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
    await this.connections.active(id);
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
