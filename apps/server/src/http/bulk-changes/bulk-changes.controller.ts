import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BulkChanges, parseFilter } from '@posture/findings';
import type { BulkChoice } from '@posture/findings';
import { BulkChangeFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { deciderOf } from '../exceptions/decider';
import { KeyRequired, NewId } from '../idempotency/idempotency-key';
import { Accepted } from '../location';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, pageOf } from '../page';
import type { Page } from '../page';
import { BulkChangeBody, BulkItemBody } from './bulk-changes.body';
import { BulkItemsQuery, StartBulkChangeBody } from './bulk-changes.dto';
import { bulkChangeView, bulkItemView, incomplete, requestOf } from './bulk-changes.view';

@ApiTags('findings')
@Needs('findings:triage')
@Controller()
export class BulkChangesController {
  constructor(
    private readonly flow: BulkChangeFlow,
    private readonly changes: BulkChanges,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post('findings/bulk')
  @Accepted(BulkChangeBody, ({ id }) => `/bulk-changes/${id}`)
  @KeyRequired()
  @ApiOperation({
    operationId: 'startBulkChange',
    summary: 'Change many findings, those named or all that a filter means; answers at once with where to look',
    description:
      'Which ones is settled now. Each is changed as if it were asked for alone: what cannot be done to one keeps no other ' +
      'from it, and is said in the list of its items. An exception of all that a filter means takes exceptions:approve.',
  })
  @ApiProblems(409, 413, 415)
  async start(
    @Body() body: StartBulkChangeBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @NewId() newId: string,
  ): Promise<BulkChangeBody> {
    const choice = await this.#choice(body, asker);
    return bulkChangeView(await this.flow.ask(choice, requestOf(body), deciderOf(asker), newId));
  }

  @Get('bulk-changes/:id')
  @ApiOperation({ operationId: 'getBulkChange', summary: 'How a change of many findings goes' })
  @ApiOkResponse({ type: BulkChangeBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<BulkChangeBody> {
    return bulkChangeView(await this.flow.get(id));
  }

  @Get('bulk-changes/:id/items')
  @ApiOperation({ operationId: 'listBulkItems', summary: 'What became of each finding' })
  @ApiPage(BulkItemBody)
  async items(@Param('id') id: string, @Query() query: BulkItemsQuery): Promise<Page<BulkItemBody>> {
    await this.flow.get(id);
    const outcome = query.outcome ?? null;
    return pageOf(this.cursors, query, {
      scope: `bulk items ${id} ${outcome}`,
      rows: (limit, after: number | null) => this.changes.items(id, outcome, limit, after),
      placeOf: ({ ordinal }) => ordinal,
      view: bulkItemView,
    });
  }

  async #choice({ ids, filter, expectedCount }: StartBulkChangeBody, asker: Principal): Promise<BulkChoice> {
    const { id: me, connections: sees } = asker;
    if (ids !== undefined && filter !== undefined) throw incomplete('ids', 'Both ids and a filter were given.');
    if (ids !== undefined) return { ids, sees };
    if (filter === undefined) throw incomplete('ids', 'Neither ids nor a filter were given.');
    if (expectedCount === undefined) throw incomplete('expectedCount', 'A filter takes an expectedCount.');
    const connections = await this.connections.list(sees);
    return { asked: { filter: parseFilter(filter, { me, connections, input: 'filter' }), sees }, expectedCount };
  }
}
