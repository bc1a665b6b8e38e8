import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import { Exceptions, FindingStore } from '@posture/findings';
import type { ExceptionScope } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { CLOCK } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { Asker, Needs, actorOf } from '../auth/needs';
import { Cursors } from '../cursors';
import { findingView } from '../findings/findings.view';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, pageOf } from '../page';
import type { Page } from '../page';
import { deciderOf } from './decider';
import { ExceptionBody } from './exceptions.body';
import { CreateExceptionBody, ExceptionScopeBody, ExceptionsQuery } from './exceptions.dto';
import { exceptionView, scopeOf } from './exceptions.view';
import { ExceptionPreviewBody } from './preview.body';

@ApiTags('exceptions')
@Needs('findings:read')
@Controller('exceptions')
export class ExceptionsController {
  constructor(
    private readonly exceptions: Exceptions,
    private readonly findings: FindingStore,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Needs('findings:triage')
  @ApiOperation({ operationId: 'previewException', summary: 'How many findings an exception would cover now' })
  @ApiOkResponse({ type: ExceptionPreviewBody })
  @ApiProblems(404, 413, 415)
  async preview(
    @Body() body: ExceptionScopeBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
  ): Promise<ExceptionPreviewBody> {
    const scope = scopeOf(body);
    await this.#assertSeen(scope, asker);
    const { count, sample } = await this.exceptions.preview(scope);
    const now = this.clock.now();
    return { count, sample: sample.map((finding) => findingView(finding, now)) };
  }

  @Post()
  @Needs('findings:triage')
  @ApiOperation({
    operationId: 'createException',
    summary: 'Let findings stand, for a reason and until an end',
    description:
      'It covers what its scope covers now and what comes into it later, until it ends: then what is still there is open again. ' +
      'One that stands for more than 30 days, or is of scope filter, takes the permission exceptions:approve.',
  })
  @ApiCreatedResponse({ type: ExceptionBody })
  @ApiProblems(404, 409, 413, 415)
  async create(
    @Body() body: CreateExceptionBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @NewId() newId: string,
  ): Promise<ExceptionBody> {
    const { kind, reason, expiresAt = null, expectedCount } = body;
    const scope = scopeOf(body);
    await this.#assertSeen(scope, asker);
    const asked = { scope, kind, reason, expiresAt, expectedCount };
    return exceptionView(await this.exceptions.create(asked, deciderOf(asker), newId));
  }

  @Get()
  @ApiOperation({ operationId: 'listExceptions', summary: 'Newest first' })
  @ApiPage(ExceptionBody)
  @ApiProblems(404)
  async list(@Query() query: ExceptionsQuery, @Asker() { connections: sees }: Principal): Promise<Page<ExceptionBody>> {
    const { connectionId } = query;
    if (connectionId !== undefined) await this.connections.get(connectionId);
    const connectionIds = connectionId === undefined ? (sees ?? undefined) : [connectionId];
    const filter = { connectionIds, states: query.state === undefined ? undefined : [...query.state].sort() };
    return pageOf(this.cursors, query, {
      scope: `exceptions ${JSON.stringify(filter)}`,
      rows: (limit, before: string | null) => this.exceptions.list(filter, limit, before),
      placeOf: ({ id }) => id,
      view: exceptionView,
    });
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({ operationId: 'getException', summary: 'One exception' })
  @ApiOkResponse({ type: ExceptionBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ExceptionBody> {
    return exceptionView(await this.exceptions.get(id));
  }

  @Delete(':id')
  @Needs('findings:triage')
  @Versioned()
  @ApiOperation({
    operationId: 'revokeException',
    summary: 'End an exception before its time',
    description: 'What is still there is open again, and due so much later as it was suppressed. It stays on record.',
  })
  @ApiOkResponse({ type: ExceptionBody })
  @ApiProblems(409)
  async revoke(
    @Param('id') id: string,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() version: number,
  ): Promise<ExceptionBody> {
    return exceptionView(await this.exceptions.revoke(id, actorOf(asker), version));
  }

  async #assertSeen(scope: ExceptionScope, { connections: sees }: Principal): Promise<void> {
    if (scope.type !== 'finding') return void (await this.connections.get(scope.connectionId));
    const { connectionId } = await this.findings.get(scope.findingId);
    if (sees === null || sees.includes(connectionId)) return;
    throw new DomainError('finding.not_found', 'not_found', `There is no finding ${scope.findingId}.`, {
      field: 'findingId',
    });
  }
}
