import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { Instant } from '../instant';
import { PageQuery } from '../page';

export class DriftQuery {
  @ApiProperty({ type: String, format: 'date-time', description: 'the earlier instant' })
  @Instant()
  readonly from: Date;

  @ApiProperty({ type: String, format: 'date-time', description: 'the later instant' })
  @Instant()
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
