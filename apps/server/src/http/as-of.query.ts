import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { Instant } from './instant';
import { PageQuery } from './page';

/** Query of one thing as it was at an instant. */
export class AsOfQuery {
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'as it was then; left out: as it is' })
  @IsOptional()
  @Instant()
  readonly asOf?: Date;
}

/** Query of a list as it was at an instant. */
export class AsOfPageQuery extends IntersectionType(PageQuery, AsOfQuery) {}

/** Query of a list that is looked through by name. */
export class NamedPageQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ description: 'start of the name, of a user that of the login; case does not matter' })
  @IsOptional()
  @IsString()
  readonly q?: string;
}
