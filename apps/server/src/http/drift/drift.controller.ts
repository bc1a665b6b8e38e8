import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessHistory, DriftDirectory } from '@posture/flows';
import type { DriftPage } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { AccessDriftBody, DriftBody, EdgeDriftBody, NodeDriftBody } from './drift.body';
import { AccessDriftQuery, DriftPageQuery, DriftQuery } from './drift.query';
import { accessDriftView, driftView, edgeDriftView, nodeDriftView } from './drift.view';

@ApiTags('drift')
@Needs('inventory:read')
@Controller('connections/:connectionId/drift')
export class DriftController {
  constructor(
    private readonly cursors: Cursors,
    private readonly drift: DriftDirectory,
    private readonly access: AccessHistory,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getDrift',
    summary: 'What became different in the tenant between two instants, counted by kind',
    description: 'Net: what came and went in between is no difference.',
  })
  @ApiOkResponse({ type: DriftBody })
  async between(@Param('connectionId') connectionId: string, @Query() { from, to }: DriftQuery): Promise<DriftBody> {
    return driftView(await this.drift.between(await this.drift.span(connectionId, from, to)));
  }

  @Get('access')
  @ApiOperation({
    operationId: 'listAccessDrift',
    summary: 'Who reaches something only since, and who no more, each with the path: what was gained first',
    description: 'A better path to the same is no difference. A page belongs to two versions.',
  })
  @ApiPage(AccessDriftBody)
  async ofAccess(
    @Param('connectionId') connectionId: string,
    @Query() query: AccessDriftQuery,
  ): Promise<Page<AccessDriftBody>> {
    const drift = await this.access.between({ connectionId, key: query.key }, query.from, query.to);
    const scope = `access drift ${JSON.stringify([connectionId, drift.key, drift.from.version, drift.to.version])}`;
    return pageOfAll(this.cursors, query, scope, drift.changes, accessDriftView);
  }

  @Get('nodes')
  @ApiOperation({ operationId: 'listNodeDrift', summary: 'Objects that differ between two instants, by key' })
  @ApiPage(NodeDriftBody)
  async nodes(
    @Param('connectionId') connectionId: string,
    @Query() query: DriftPageQuery,
  ): Promise<Page<NodeDriftBody>> {
    const { kind, from, to } = query;
    const span = await this.drift.span(connectionId, from, to);
    return pageOf(this.cursors, query, {
      scope: `node drift ${JSON.stringify([span, kind])}`,
      rows: (limit, after: DriftPage['after'] | null) =>
        this.drift.nodes(span, { kind, limit, after: after ?? undefined }),
      placeOf: ({ key }) => ({ key }),
      view: nodeDriftView,
    });
  }

  @Get('edges')
  @ApiOperation({
    operationId: 'listEdgeDrift',
    summary: 'Relations that differ between two instants, by kind, source and target',
  })
  @ApiPage(EdgeDriftBody)
  async edges(
    @Param('connectionId') connectionId: string,
    @Query() query: DriftPageQuery,
  ): Promise<Page<EdgeDriftBody>> {
    const { from, to } = query;
    const span = await this.drift.span(connectionId, from, to);
    return pageOf(this.cursors, query, {
      scope: `edge drift ${JSON.stringify([span, query.kind])}`,
      rows: (limit, after: DriftPage['after'] | null) =>
        this.drift.edges(span, { kind: query.kind, limit, after: after ?? undefined }),
      placeOf: ({ kind, src, dst, resource, parent }) => ({ kind, src, dst, resource, parent }),
      view: edgeDriftView,
    });
  }
}
