import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Query of every list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit: number = 50;

  @ApiPropertyOptional({ description: 'nextCursor of the page before; bound to the same filters' })
  @IsOptional()
  @IsString()
  readonly cursor?: string;
}

export class PageInfo {
  @ApiProperty()
  readonly limit: number;

  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;
}

/** Body of every list: one more row than asked for was fetched to know whether there is a next page. */
export function toPage<Row, View>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => View,
  cursorOf: (last: Row) => string,
): { data: View[]; page: PageInfo } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
  return { data: shown.map(view), page: { limit, nextCursor } };
}
