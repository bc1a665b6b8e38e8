import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../page';

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

export class AccessDriftQuery extends IntersectionType(DriftQuery, PageQuery) {
  @ApiPropertyOptional({
    example: 'User:00u1a2b3',
    description:
      'of a user, what he reaches; of an application or the tenant, who reaches it; left out: who controls the tenant',
  })
  @IsOptional()
  @IsString()
  readonly key?: string;
}

export class DriftPageQuery extends IntersectionType(DriftQuery, PageQuery) {
  @ApiPropertyOptional({ example: 'User', description: 'only those of one kind' })
  @IsOptional()
  @IsString()
  readonly kind?: string;
}
