import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessPaths } from '@posture/flows';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOfAll } from '../page';
import type { AssessedPage } from '../page';
import { MissingBody } from '../subject.dto';
import { missingView } from '../subject.view';
import { PathBody, ShortestPathBody } from './paths.body';
import { PathsQuery, ShortestPathQuery } from './paths.query';
import { pathView, shortestPathView } from './paths.view';

@ApiTags('paths')
@Needs('inventory:read')
@Controller('connections/:connectionId/paths')
export class PathsController {
  constructor(
    private readonly paths: AccessPaths,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listPaths',
    summary:
      'Paths of attack: from a principal or a credential to all that falls with it, or from all that reach something',
    description:
      'With from alone, its blast radius; with to alone, an application or the tenant, who reaches it; with both, the best ' +
      'path between them where there is one. A page belongs to one inventory version.',
  })
  @ApiPage(PathBody, { notAssessed: MissingBody })
  async list(@Param('connectionId') connectionId: string, @Query() query: PathsQuery): Promise<AssessedPage<PathBody>> {
    const { from, to, asOf = null } = query;
    const { version, paths, notAssessed } = await this.paths.between(connectionId, { from, to }, asOf);
    const scope = `paths ${JSON.stringify([connectionId, from, to, version])}`;
    const page = await pageOfAll(this.cursors, query, scope, paths, pathView);
    return { ...page, notAssessed: notAssessed.map(missingView) };
  }

  @Get('shortest')
  @ApiOperation({
    operationId: 'getShortestPath',
    summary: 'The best path from a principal or a credential to control of the tenant, else to an admin role',
  })
  @ApiOkResponse({ type: ShortestPathBody })
  async shortest(
    @Param('connectionId') connectionId: string,
    @Query() { from, asOf }: ShortestPathQuery,
  ): Promise<ShortestPathBody> {
    return shortestPathView(await this.paths.shortestPrivileged(connectionId, from, asOf ?? null));
  }
}
