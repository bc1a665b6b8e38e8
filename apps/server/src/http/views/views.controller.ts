import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SavedViews } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { NewId } from '../idempotency/idempotency-key';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { viewAskerOf } from './view-asker';
import { SavedViewBody } from './views.body';
import { ChangeViewBody, CreateViewBody } from './views.dto';
import { changedTerms, savedViewView, termsOf } from './views.view';

@ApiTags('views')
@Needs('findings:triage')
@Controller('views')
export class ViewsController {
  constructor(
    private readonly views: SavedViews,
    private readonly connections: ConnectionStore,
    private readonly cursors: Cursors,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'createView',
    summary: 'Keep a filter and an order of findings under a name, for oneself or for all',
  })
  @ApiCreatedResponse({ type: SavedViewBody })
  @ApiProblems(409, 413, 415)
  async create(
    @Body() body: CreateViewBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @NewId() newId: string,
  ): Promise<SavedViewBody> {
    const reading = await this.#readingOf(asker);
    return savedViewView(await this.views.create(termsOf(body), viewAskerOf(asker), reading, newId));
  }

  @Get()
  @Needs('findings:read')
  @ApiOperation({ operationId: 'listViews', summary: "The asker's own views and the shared ones, by name" })
  @ApiPage(SavedViewBody)
  async list(@Query() query: PageQuery, @Asker() asker: Principal): Promise<Page<SavedViewBody>> {
    const views = await this.views.list(viewAskerOf(asker));
    return pageOfAll(this.cursors, query, `views ${asker.id}`, views, savedViewView);
  }

  @Get(':id')
  @Needs('findings:read')
  @Versioned({ whole: true })
  @ApiOperation({ operationId: 'getView', summary: 'One view' })
  @ApiOkResponse({ type: SavedViewBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery, @Asker() asker: Principal): Promise<SavedViewBody> {
    return savedViewView(await this.views.get(id, viewAskerOf(asker)));
  }

  @Patch(':id')
  @Versioned()
  @ApiOperation({
    operationId: 'changeView',
    summary: 'Change what is given, and leave the rest',
    description: 'A shared view of somebody else takes the permission exceptions:approve.',
  })
  @ApiOkResponse({ type: SavedViewBody })
  @ApiProblems(409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeViewBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() version: number,
  ): Promise<SavedViewBody> {
    const reading = await this.#readingOf(asker);
    return savedViewView(await this.views.change(id, changedTerms(body), viewAskerOf(asker), reading, version));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteView',
    summary: 'Forget a view; findings stay as they are',
    description: 'A shared view of somebody else takes the permission exceptions:approve.',
  })
  @ApiNoContentResponse({ description: 'forgotten' })
  async delete(
    @Param('id') id: string,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() version: number,
  ): Promise<void> {
    await this.views.remove(id, viewAskerOf(asker), version);
  }

  async #readingOf({ id: me, connections: sees }: Principal) {
    return { me, connections: await this.connections.list(sees) };
  }
}
