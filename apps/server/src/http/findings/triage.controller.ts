import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import { Exceptions, FindingStore, FindingTriage } from '@posture/findings';
import type { Finding } from '@posture/findings';
import { TriageFlow } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { CLOCK } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { Asker, Needs, actorOf } from '../auth/needs';
import { Cursors } from '../cursors';
import { deciderOf } from '../exceptions/decider';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { FindingId } from './finding-id';
import { CommentBody, FindingBody } from './findings.body';
import { commentView, findingView } from './findings.view';
import { ChangeFindingBody, CreateCommentBody, TransitionBody } from './triage.dto';

@ApiTags('findings')
@ApiParam({ name: 'id', format: 'uuid' })
@Needs('findings:triage')
@Controller('findings')
export class TriageController {
  constructor(
    private readonly flow: TriageFlow,
    private readonly triage: FindingTriage,
    private readonly exceptions: Exceptions,
    private readonly findings: FindingStore,
    private readonly cursors: Cursors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Patch(':id')
  @Versioned()
  @ApiOperation({
    operationId: 'changeFinding',
    summary: 'Say who looks after a finding, how severe it is, until when it is due, and where it is worked on',
  })
  @ApiOkResponse({ type: FindingBody })
  @ApiProblems(413, 415)
  async change(
    @Param('id', FindingId) id: string,
    @Body() body: ChangeFindingBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() version: number,
  ): Promise<FindingBody> {
    return findingView(await this.triage.change(id, body, actorOf(asker), version), this.clock.now());
  }

  @Post(':id/transitions')
  @HttpCode(200)
  @Versioned()
  @ApiOperation({
    operationId: 'transitionFinding',
    summary:
      'Acknowledge a finding, start on it, open it again, let it stand by an exception, or claim that it is mended',
    description:
      'What cannot be done from where it stands is refused with what can. A claim is looked at: the tenant is read again, and ' +
      'the finding is open again if the risk is still there.',
  })
  @ApiOkResponse({ type: FindingBody })
  @ApiProblems(409, 413, 415)
  async transition(
    @Param('id', FindingId) id: string,
    @Body() body: TransitionBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() version: number,
    @NewId() newId: string,
  ): Promise<FindingBody> {
    return findingView(await this.#moved(id, body, asker, { version, newId }), this.clock.now());
  }

  @Post(':id/comments')
  @ApiOperation({ operationId: 'createComment', summary: 'Say something about a finding; it stays as it was said' })
  @ApiCreatedResponse({ type: CommentBody })
  @ApiProblems(413, 415)
  async comment(
    @Param('id', FindingId) id: string,
    @Body() { text }: CreateCommentBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @NewId() newId: string,
  ): Promise<CommentBody> {
    return commentView(await this.triage.comment(id, text, actorOf(asker), newId));
  }

  @Get(':id/comments')
  @Needs('findings:read')
  @ApiOperation({ operationId: 'listComments', summary: 'What was said about a finding, oldest first' })
  @ApiPage(CommentBody)
  async comments(@Param('id', FindingId) id: string, @Query() query: PageQuery): Promise<Page<CommentBody>> {
    await this.findings.get(id);
    return pageOf(this.cursors, query, {
      scope: `comments ${id}`,
      rows: (limit, after: string | null) => this.triage.comments(id, limit, after),
      placeOf: (comment) => comment.id,
      view: commentView,
    });
  }

  async #moved(
    id: string,
    body: TransitionBody,
    asker: Principal,
    { version, newId }: { readonly version: number; readonly newId: string },
  ): Promise<Finding> {
    const { action, note } = body;
    if (action !== 'except') {
      const request = action === 'claim' ? { action, note: needed(note, 'note') } : { action, note };
      return this.flow.transition(id, request, actorOf(asker), version, newId);
    }
    const asked = {
      scope: { type: 'finding' as const, findingId: id },
      kind: needed(body.kind, 'kind'),
      reason: needed(body.reason, 'reason'),
      expiresAt: body.expiresAt ?? null,
      expectedVersion: version,
    };
    await this.exceptions.create(asked, deciderOf(asker), newId);
    return this.findings.get(id);
  }
}

/** @throws {DomainError} `finding.transition_incomplete` */
function needed<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new DomainError('finding.transition_incomplete', 'invalid', `That takes a ${field}.`, {
    field,
    remedy: `Give ${field} with the action.`,
  });
}
