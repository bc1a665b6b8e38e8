import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NoticeStore } from '@posture/alerts';
import { NoticeFlow } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { Asker, Needs, actorOf } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, pageOf } from '../page';
import type { Page } from '../page';
import { MailHealthBody, NoticeBody, NoticeDetailBody } from './notices.body';
import { NoticesQuery } from './notices.query';
import { mailHealthView, noticeDetailView, noticeView } from './notices.view';

@ApiTags('notices')
@Needs('connections:read')
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly notices: NoticeStore,
    private readonly flow: NoticeFlow,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listNotices', summary: 'What the people who run this are told of it, newest first' })
  @ApiPage(NoticeBody)
  list(@Query() query: NoticesQuery, @Asker() { connections }: Principal): Promise<Page<NoticeBody>> {
    const { open } = query;
    return pageOf(this.cursors, query, {
      scope: `notices ${JSON.stringify([connections, open])}`,
      rows: (limit, before: string | null) => this.notices.list({ connections, open }, limit, before),
      placeOf: ({ id }) => id,
      view: noticeView,
    });
  }

  @Get('mail')
  @ApiOperation({ operationId: 'getMailHealth', summary: 'Whether notices go out by mail' })
  @ApiOkResponse({ type: MailHealthBody })
  async mail(@Query() _query: NoQuery): Promise<MailHealthBody> {
    return mailHealthView(await this.flow.mailState());
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getNotice', summary: 'One notice, with what of it went out by mail' })
  @ApiOkResponse({ type: NoticeDetailBody })
  async get(
    @Param('id') id: string,
    @Query() _query: NoQuery,
    @Asker() { connections }: Principal,
  ): Promise<NoticeDetailBody> {
    const notice = await this.notices.get(id, connections);
    return noticeDetailView(notice, await this.notices.mailsOf(notice.id));
  }

  @Post(':id/acknowledge')
  @Needs('findings:triage')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'acknowledgeNotice',
    summary: 'Say that somebody has seen it; the first who says so stays',
  })
  @ApiOkResponse({ type: NoticeBody })
  async acknowledge(@Param('id') id: string, @Query() _query: NoQuery, @Asker() asker: Principal): Promise<NoticeBody> {
    return noticeView(await this.notices.acknowledge(id, actorOf(asker), asker.connections));
  }
}
