import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConnectionStore } from '@posture/inventory';
import { ApiKeyStore } from '@posture/operators';
import type { Principal } from '@posture/operators';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { ApiKeyBody, MadeApiKeyBody } from './api-keys.body';
import { ApiKeysQuery, ChangeApiKeyBody, CreateApiKeyBody, RotateApiKeyBody } from './api-keys.dto';
import { apiKeyView, madeKeyView, makerOf } from './api-keys.view';

@ApiTags('operators')
@Needs('operators:read')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Needs('operators:write')
  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Make a key of this API for a person or a program, of no higher role than your own',
    description: 'Its value is shown this once. It ends with the key it was made by.',
  })
  @ApiCreatedResponse({ type: MadeApiKeyBody })
  @ApiProblems(404, 413, 415)
  async create(
    @Body() body: CreateApiKeyBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
    @Asker() asker: Principal,
  ): Promise<MadeApiKeyBody> {
    const { name, role, connectionIds: connections, expiresInDays } = body;
    for (const id of connections ?? []) await this.connections.get(id);
    return madeKeyView(await this.keys.create(makerOf(asker), { name, role, connections, expiresInDays }, newId));
  }

  @Get()
  @ApiOperation({ operationId: 'listApiKeys', summary: 'Oldest first, without their values' })
  @ApiPage(ApiKeyBody)
  async list(@Query() query: ApiKeysQuery, @Asker() { connections: sees }: Principal): Promise<Page<ApiKeyBody>> {
    const states = [...(query.state ?? [])].sort();
    const keys = await this.keys.list(sees);
    const asked = keys.filter(({ state }) => states.length === 0 || states.includes(state));
    return pageOfAll(this.cursors, query, `keys ${JSON.stringify([sees, states])}`, asked, apiKeyView);
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({ operationId: 'getApiKey', summary: 'One key, without its value' })
  @ApiOkResponse({ type: ApiKeyBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery, @Asker() asker: Principal): Promise<ApiKeyBody> {
    return apiKeyView(await this.keys.get(id, asker.connections));
  }

  @Patch(':id')
  @Needs('operators:write')
  @Versioned()
  @ApiOperation({ operationId: 'changeApiKey', summary: 'Rename a key, or give it another role up to your own' })
  @ApiOkResponse({ type: ApiKeyBody })
  @ApiProblems(409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeApiKeyBody,
    @Query() _query: NoQuery,
    @IfMatch() version: number,
    @Asker() asker: Principal,
  ): Promise<ApiKeyBody> {
    return apiKeyView(await this.keys.change(makerOf(asker), id, body, version));
  }

  @Post(':id/rotate')
  @Needs('operators:write')
  @ApiOperation({
    operationId: 'rotateApiKey',
    summary: 'Make another value; the one before is taken, too, for a time you choose up to 7 days',
    description: 'The new value is shown this once. The life of the key begins anew.',
  })
  @ApiCreatedResponse({ type: MadeApiKeyBody })
  @ApiProblems(409, 413, 415)
  async rotate(
    @Param('id') id: string,
    @Body() body: RotateApiKeyBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
    @Asker() asker: Principal,
  ): Promise<MadeApiKeyBody> {
    return madeKeyView(await this.keys.rotate(makerOf(asker), id, body, newId));
  }

  @Delete(':id')
  @Needs('operators:write')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'End a key at once, and every key that was made by it',
    description: 'It stays in the list, as what was done with it stays in the audit log.',
  })
  @ApiNoContentResponse({ description: 'revoked' })
  @ApiProblems(409)
  async revoke(@Param('id') id: string, @Query() _query: NoQuery, @Asker() asker: Principal): Promise<void> {
    await this.keys.revoke(makerOf(asker), id);
  }
}
