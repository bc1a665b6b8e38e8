import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { Cursors } from './cursors';
import type { MissingBody } from './subject.dto';

/** Query of every list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit: number = 50;

  @ApiPropertyOptional({
    minLength: 1,
    description: 'nextCursor of the page before; bound to the same list and filters',
  })
  @IsOptional()
  @IsString()
  readonly cursor?: string;
}

/** Query of a route that takes none: any key is refused. */
export class NoQuery {}

export class PageTotal {
  @ApiProperty({ description: 'at most 10,000' })
  readonly value: number;

  @ApiProperty({ enum: ['eq', 'gte'], enumName: 'TotalRelation', description: 'gte: there are more' })
  readonly relation: 'eq' | 'gte';
}

export class PageInfo {
  @ApiProperty()
  readonly limit: number;

  @ApiProperty({ type: String, nullable: true, description: 'null on the last page' })
  readonly nextCursor: string | null;

  @ApiPropertyOptional({ type: PageTotal, description: 'where it was asked for' })
  readonly total?: PageTotal;
}

export interface Page<View> {
  readonly data: readonly View[];
  readonly page: PageInfo;
}

/** A page of what was read from a tenant, with what was not. */
export interface AssessedPage<View> extends Page<View> {
  /** Empty when nothing that belongs on the list can be missing. */
  readonly notAssessed: readonly MissingBody[];
}

/** One page of a list kept elsewhere. */
export interface PageSource<Row, View, Place> {
  /** Names list and filters: a cursor of another list or other filters is refused. */
  readonly scope: string;
  /** @param after place of the last row of the page before, null for the first page */
  rows(limit: number, after: Place | null): Promise<readonly Row[]>;
  placeOf(row: Row): Place;
  view(row: Row): View;
}

/** Fetches one row more than asked for, to know whether there is a next page. */
export async function pageOf<Row, View, Place>(
  cursors: Cursors,
  { limit, cursor }: PageQuery,
  source: PageSource<Row, View, Place>,
): Promise<Page<View>> {
  const after = cursor === undefined ? null : cursors.open<Place>(cursor, source.scope);
  const rows = await source.rows(limit + 1, after);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined ? cursors.seal(source.placeOf(last), source.scope) : null;
  return { data: shown.map(source.view), page: { limit, nextCursor } };
}

/** One page of a list at hand; its rows do not move between two pages of one scope. */
export function pageOfAll<Row, View>(
  cursors: Cursors,
  query: PageQuery,
  scope: string,
  all: readonly Row[],
  view: (row: Row) => View,
): Promise<Page<View>> {
  const numbered = all.map((row, at) => ({ row, at: at + 1 }));
  return pageOf(cursors, query, {
    scope,
    rows: async (limit, after: number | null) => numbered.slice(after ?? 0, (after ?? 0) + limit),
    placeOf: ({ at }) => at,
    view: ({ row }) => view(row),
  });
}
