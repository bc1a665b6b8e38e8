import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Directory } from '@posture/flows';
import { AsOfPageQuery, AsOfQuery, NamedPageQuery } from '../as-of.query';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOf, pageOfAll } from '../page';
import type { AssessedPage } from '../page';
import { MissingBody } from '../subject.dto';
import { missingView } from '../subject.view';
import { tenantObjectView } from '../tenant-object.view';
import { AppAccessBody, AppBody, AppDetailBody } from './apps.body';
import { appAccessView, appDetailView } from './apps.view';

@ApiTags('apps')
@Needs('inventory:read')
@Controller('connections/:connectionId/apps')
export class AppsController {
  constructor(
    private readonly directory: Directory,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listApps', summary: 'Applications by key, with their tier' })
  @ApiPage(AppBody, { notAssessed: MissingBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: NamedPageQuery,
  ): Promise<AssessedPage<AppBody>> {
    const { q: startOfName = '', asOf = null } = query;
    const directory = await this.directory.open(connectionId, asOf);
    const page = await pageOf(this.cursors, query, {
      scope: `apps ${JSON.stringify([connectionId, startOfName, asOf])}`,
      rows: async (limit, after: string | null) => directory.list('App', { startOfName, afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: tenantObjectView,
    });
    return { ...page, notAssessed: directory.unread('App').map(missingView) };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getApp', summary: "An application by the provider's id" })
  @ApiOkResponse({ type: AppDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() { asOf }: AsOfQuery,
  ): Promise<AppDetailBody> {
    return appDetailView((await this.directory.open(connectionId, asOf ?? null)).get('App', id));
  }

  @Get(':id/access')
  @ApiOperation({
    operationId: 'getAppAccess',
    summary: 'Everybody and everything that reaches an application, each with the best path',
    description: 'A page belongs to one inventory version; after a sync start again from the first page.',
  })
  @ApiPage(AppAccessBody, { notAssessed: MissingBody })
  async access(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() query: AsOfPageQuery,
  ): Promise<AssessedPage<AppAccessBody>> {
    const directory = await this.directory.open(connectionId, query.asOf ?? null);
    const rows = await directory.access('App', id);
    const scope = `app access ${JSON.stringify([connectionId, id, directory.version])}`;
    const page = await pageOfAll(this.cursors, query, scope, rows, appAccessView);
    return { ...page, notAssessed: directory.unreadAccess('App').map(missingView) };
  }
}
