import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChannelStore, DeliveryStore, admittedBy } from '@posture/alerts';
import { ChannelFlow } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { AppConfig } from '@posture/platform';
import { namedBy } from '../auth/belonging';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { Accepted } from '../location';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import {
  ChannelBody,
  ChannelPreviewBody,
  ChannelSecretBody,
  ChannelTestBody,
  DeliveryBody,
  DeliveryDetailBody,
  MadeChannelBody,
  RecoveredBody,
} from './channels.body';
import {
  ChangeChannelBody,
  CreateChannelBody,
  DeliveriesQuery,
  PreviewChannelBody,
  RecoverChannelBody,
} from './channels.dto';
import {
  changeOf,
  channelView,
  deliveryDetailView,
  deliveryView,
  madeView,
  newChannel,
  previewView,
  secretView,
  testView,
} from './channels.view';

@ApiTags('channels')
@Needs('channels:read')
@Controller('channels')
export class ChannelsController {
  constructor(
    private readonly channels: ChannelStore,
    private readonly deliveries: DeliveryStore,
    private readonly flow: ChannelFlow,
    private readonly config: AppConfig,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @Needs('channels:write')
  @ApiOperation({
    operationId: 'createChannel',
    summary: 'Tell a receiver what becomes of findings from now on',
    description:
      'Webhooks are signed as Standard Webhooks has it; the secret receivers verify with is shown this once.',
  })
  @ApiCreatedResponse({ type: MadeChannelBody })
  @ApiProblems(413, 415)
  async create(
    @Body() body: CreateChannelBody,
    @Query() _query: NoQuery,
    @NewId() newId: string,
    @Asker() asker: Principal,
  ): Promise<MadeChannelBody> {
    const wanted = { ...body, connectionIds: [...namedBy(asker, body.connectionIds)] };
    const { channel, secret } = await this.channels.create(newChannel(wanted, admittedBy(this.config)), newId);
    return madeView(channel, secret);
  }

  @Get()
  @ApiOperation({ operationId: 'listChannels', summary: 'Oldest first' })
  @ApiPage(ChannelBody)
  async list(@Query() query: PageQuery, @Asker() { connections: sees }: Principal): Promise<Page<ChannelBody>> {
    const seen = await this.channels.listWithin(sees);
    return pageOfAll(this.cursors, query, `channels ${JSON.stringify(sees)}`, seen, channelView);
  }

  @Get(':id')
  @Versioned({ whole: true })
  @ApiOperation({ operationId: 'getChannel', summary: 'One channel' })
  @ApiOkResponse({ type: ChannelBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ChannelBody> {
    return channelView(await this.channels.get(id));
  }

  @Patch(':id')
  @Needs('channels:write')
  @Versioned()
  @ApiOperation({ operationId: 'changeChannel', summary: 'Change what is given, and leave the rest' })
  @ApiOkResponse({ type: ChannelBody })
  @ApiProblems(413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeChannelBody,
    @Query() _query: NoQuery,
    @IfMatch() version: number,
    @Asker() asker: Principal,
  ): Promise<ChannelBody> {
    const connectionIds = body.connectionIds && [...namedBy(asker, body.connectionIds)];
    const change = changeOf({ ...body, connectionIds }, await this.channels.get(id), admittedBy(this.config));
    return channelView(await this.channels.update(id, change, version));
  }

  @Delete(':id')
  @Needs('channels:write')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteChannel', summary: 'Forget the receiver, and what was on its way there' })
  @ApiNoContentResponse({ description: 'forgotten' })
  async delete(@Param('id') id: string, @Query() _query: NoQuery, @IfMatch() version: number): Promise<void> {
    await this.channels.delete(id, version);
  }

  @Post(':id/secret')
  @Needs('channels:write')
  @ApiOperation({
    operationId: 'rotateChannelSecret',
    summary: 'Make another secret; alerts are signed with the one before, too, for a day',
  })
  @ApiCreatedResponse({ type: ChannelSecretBody })
  async rotate(@Param('id') id: string, @Query() _query: NoQuery, @NewId() newId: string): Promise<ChannelSecretBody> {
    return secretView(await this.channels.rotate(id, newId));
  }

  @Post(':id/test')
  @Needs('channels:write')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'testChannel',
    summary: 'Send an alert that says it is a test, and how that went',
    description: 'It is tried once, at once.',
  })
  @ApiOkResponse({ type: ChannelTestBody })
  @ApiProblems(409)
  async test(@Param('id') id: string, @Query() _query: NoQuery): Promise<ChannelTestBody> {
    return testView(await this.flow.test(id));
  }

  @Post(':id/preview')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewChannel',
    summary: 'What the latest that happened to a finding looks like there; nothing is sent',
  })
  @ApiOkResponse({ type: ChannelPreviewBody })
  @ApiProblems(413, 415)
  async preview(
    @Param('id') id: string,
    @Body() { findingId }: PreviewChannelBody,
    @Query() _query: NoQuery,
    @Asker() { connections }: Principal,
  ): Promise<ChannelPreviewBody> {
    return previewView(await this.flow.preview(id, findingId, connections));
  }

  @Post(':id/recover')
  @Accepted(RecoveredBody, (_, { id }) => `/channels/${id}/deliveries`)
  @Needs('channels:write')
  @ApiOperation({
    operationId: 'recoverChannel',
    summary: 'Send again what failed or was skipped, the oldest first, each under the webhook-id it had',
  })
  @ApiProblems(409, 413, 415)
  async recover(
    @Param('id') id: string,
    @Body() { since, until }: RecoverChannelBody,
    @Query() _query: NoQuery,
  ): Promise<RecoveredBody> {
    const end = until === undefined ? undefined : new Date(until);
    return { count: await this.flow.recover(id, new Date(since), end) };
  }

  @Get(':id/deliveries')
  @ApiOperation({ operationId: 'listDeliveries', summary: 'What was sent to a receiver, newest first' })
  @ApiPage(DeliveryBody)
  async listDeliveries(@Param('id') id: string, @Query() query: DeliveriesQuery): Promise<Page<DeliveryBody>> {
    await this.channels.get(id);
    const states = [...(query.state ?? [])].sort();
    return pageOf(this.cursors, query, {
      scope: `deliveries ${id} ${states.join(' ')}`,
      rows: (limit, before: string | null) => this.deliveries.list(id, states, limit, before),
      placeOf: (delivery) => delivery.id,
      view: deliveryView,
    });
  }

  @Get(':id/deliveries/:deliveryId')
  @ApiOperation({ operationId: 'getDelivery', summary: 'One alert on its way, with every attempt' })
  @ApiOkResponse({ type: DeliveryDetailBody })
  async getDelivery(
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
    @Query() _query: NoQuery,
  ): Promise<DeliveryDetailBody> {
    const delivery = await this.deliveries.get(id, deliveryId);
    return deliveryDetailView(delivery, await this.deliveries.attempts(delivery.id));
  }

  @Post(':id/deliveries/:deliveryId/resend')
  @Needs('channels:write')
  @Accepted(DeliveryBody, (delivery, { id }) => `/channels/${id}/deliveries/${delivery.id}`)
  @ApiOperation({
    operationId: 'resendDelivery',
    summary: 'Send an alert that has ended once more, as it was, under the same webhook-id',
  })
  @ApiProblems(409)
  async resend(
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
    @Query() _query: NoQuery,
  ): Promise<DeliveryBody> {
    return deliveryView(await this.deliveries.resend(id, deliveryId));
  }
}
