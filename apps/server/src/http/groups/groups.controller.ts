import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Directory } from '@posture/flows';
import { AsOfPageQuery, AsOfQuery, NamedPageQuery } from '../as-of.query';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOf } from '../page';
import type { AssessedPage } from '../page';
import { MissingBody } from '../subject.dto';
import { missingView } from '../subject.view';
import { UserBody } from '../users/users.body';
import { tenantObjectView } from '../tenant-object.view';
import { GroupBody, GroupDetailBody } from './groups.body';
import { groupDetailView, groupView } from './groups.view';

@ApiTags('groups')
@Needs('inventory:read')
@Controller('connections/:connectionId/groups')
export class GroupsController {
  constructor(
    private readonly directory: Directory,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listGroups', summary: 'Groups by key, with their tier' })
  @ApiPage(GroupBody, { notAssessed: MissingBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: NamedPageQuery,
  ): Promise<AssessedPage<GroupBody>> {
    const { q: startOfName = '', asOf = null } = query;
    const directory = await this.directory.open(connectionId, asOf);
    const page = await pageOf(this.cursors, query, {
      scope: `groups ${JSON.stringify([connectionId, startOfName, asOf])}`,
      rows: async (limit, after: string | null) =>
        directory.list('Group', { startOfName, afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: groupView,
    });
    return { ...page, notAssessed: directory.unread('Group').map(missingView) };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getGroup', summary: "A group by the provider's id" })
  @ApiOkResponse({ type: GroupDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() { asOf }: AsOfQuery,
  ): Promise<GroupDetailBody> {
    const directory = await this.directory.open(connectionId, asOf ?? null);
    return groupDetailView(directory.get('Group', id), directory.membersOf(id));
  }

  @Get(':id/members')
  @ApiOperation({ operationId: 'listGroupMembers', summary: 'Users in a group, by key' })
  @ApiPage(UserBody, { notAssessed: MissingBody })
  async members(
    @Param('connectionId') connectionId: string,
    @Param('id') id: string,
    @Query() query: AsOfPageQuery,
  ): Promise<AssessedPage<UserBody>> {
    const { asOf = null } = query;
    const directory = await this.directory.open(connectionId, asOf);
    const { notAssessed } = directory.membersOf(id);
    const page = await pageOf(this.cursors, query, {
      scope: `group members ${JSON.stringify([connectionId, id, asOf])}`,
      rows: async (limit, after: string | null) => directory.listMembers(id, { afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: tenantObjectView,
    });
    return { ...page, notAssessed: notAssessed.map(missingView) };
  }
}
