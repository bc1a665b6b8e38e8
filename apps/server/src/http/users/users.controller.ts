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
import { UserAccessBody, UserBody, UserDetailBody } from './users.body';
import { userAccessView, userDetailView } from './users.view';

@ApiTags('users')
@Needs('inventory:read')
@Controller('connections/:connectionId/users')
export class UsersController {
  constructor(
    private readonly directory: Directory,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'Users by key, with their tier' })
  @ApiPage(UserBody, { notAssessed: MissingBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: NamedPageQuery,
  ): Promise<AssessedPage<UserBody>> {
    const { q: startOfName = '', asOf = null } = query;
    const directory = await this.directory.open(connectionId, asOf);
    const page = await pageOf(this.cursors, query, {
      scope: `users ${JSON.stringify([connectionId, startOfName, asOf])}`,
      rows: async (limit, after: string | null) =>
        directory.list('User', { startOfName, afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: tenantObjectView,
    });
    return { ...page, notAssessed: directory.unread('User').map(missingView) };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getUser', summary: "A user by the provider's id" })
  @ApiOkResponse({ type: UserDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() { asOf }: AsOfQuery,
  ): Promise<UserDetailBody> {
    return userDetailView((await this.directory.open(connectionId, asOf ?? null)).get('User', id));
  }

  @Get(':id/access')
  @ApiOperation({
    operationId: 'getUserAccess',
    summary: 'Everything the user reaches: applications, groups and admin roles, each with the path it is reached by',
    description: 'A page belongs to one inventory version; after a sync start again from the first page.',
  })
  @ApiPage(UserAccessBody, { notAssessed: MissingBody })
  async access(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() query: AsOfPageQuery,
  ): Promise<AssessedPage<UserAccessBody>> {
    const directory = await this.directory.open(connectionId, query.asOf ?? null);
    const rows = await directory.access('User', id);
    const scope = `access ${connectionId} ${id} ${directory.version}`;
    const page = await pageOfAll(this.cursors, query, scope, rows, userAccessView);
    return { ...page, notAssessed: directory.unreadAccess('User').map(missingView) };
  }
}
