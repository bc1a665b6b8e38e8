import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserDirectory } from '@posture/flows';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { UserAccessBody, UserBody, UserDetailBody } from './users.body';
import { UsersQuery } from './users.query';
import { userAccessView, userDetailView, userView } from './users.view';

@ApiTags('users')
@Needs('inventory:read')
@Controller('connections/:connectionId/users')
export class UsersController {
  constructor(
    private readonly users: UserDirectory,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'Users by key, with their tier' })
  @ApiPage(UserBody)
  list(@Param('connectionId') connectionId: string, @Query() query: UsersQuery): Promise<Page<UserBody>> {
    const startOfLogin = query.q ?? '';
    return pageOf(this.cursors, query, {
      scope: `users ${connectionId} ${startOfLogin}`,
      rows: (limit, after: string | null) =>
        this.users.list(connectionId, { startOfLogin, afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: userView,
    });
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getUser', summary: "A user by the provider's id" })
  @ApiOkResponse({ type: UserDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() _query: NoQuery,
  ): Promise<UserDetailBody> {
    return userDetailView(await this.users.get(connectionId, id));
  }

  @Get(':id/access')
  @ApiOperation({
    operationId: 'getUserAccess',
    summary: 'Everything the user reaches: applications, groups and admin roles, each with the path it is reached by',
    description: 'A page belongs to one inventory version; after a sync start again from the first page.',
  })
  @ApiPage(UserAccessBody)
  async access(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<UserAccessBody>> {
    const { version, rows } = await this.users.access(connectionId, id);
    return pageOfAll(this.cursors, query, `access ${connectionId} ${id} ${version}`, rows, userAccessView);
  }
}
