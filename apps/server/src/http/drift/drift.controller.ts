import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  IntersectionType,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsString } from 'class-validator';
import { DriftDirectory } from '@posture/flows';
import type { DriftPage, InventoryVersion } from '@posture/inventory';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { DriftBody, EdgeDriftBody, NodeDriftBody } from './drift.body';

export class DriftQuery {
  @ApiProperty({ type: String, format: 'date-time', description: 'the earlier instant' })
  @Type(() => Date)
  @IsDate()
  readonly from: Date;

  @ApiProperty({ type: String, format: 'date-time', description: 'the later instant' })
  @Type(() => Date)
  @IsDate()
  readonly to: Date;
}

export class DriftPageQuery extends IntersectionType(DriftQuery, PageQuery) {
  @ApiPropertyOptional({ example: 'User', description: 'only those of one kind' })
  @IsOptional()
  @IsString()
  readonly kind?: string;
}

@ApiTags('drift')
@ApiBearerAuth()
@Controller('connections/:connectionId/drift')
export class DriftController {
  constructor(
    private readonly cursors: Cursors,
    private readonly drift: DriftDirectory,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getDrift',
    summary: 'What became different in the tenant between two instants, counted by kind',
    description: 'Net: what came and went in between is no difference.',
  })
  @ApiOkResponse({ type: DriftBody })
  async between(@Param('connectionId') connectionId: string, @Query() { from, to }: DriftQuery): Promise<DriftBody> {
    const drift = await this.drift.between(await this.drift.span(connectionId, from, to));
    return { ...drift, from: endView(drift.from), to: endView(drift.to) };
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
      view: (row) => row,
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
      view: (row) => row,
    });
  }
}

function endView({ version, instant }: InventoryVersion): DriftBody['from'] {
  return { version, instant: instant.toISOString() };
}
