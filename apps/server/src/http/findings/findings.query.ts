import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import type { FindingStatus, Severity } from '@posture/domain';
import { AnyOf } from '../any-of';
import { AnyConnectionPageQuery } from '../connection-query';

export class FindingsQuery extends AnyConnectionPageQuery {
  @ApiPropertyOptional({ example: 'okta-superadmin-service-account' })
  @IsOptional()
  @IsString()
  readonly rule?: string;

  @AnyOf(SEVERITIES, 'Severity')
  readonly severity?: Severity[];

  @AnyOf(FINDING_STATUSES, 'FindingStatus')
  readonly status?: FindingStatus[];

  @ApiPropertyOptional({ description: 'key of the subject, such as User:00u1', example: 'User:00u1' })
  @IsOptional()
  @IsString()
  readonly subject?: string;

  @ApiPropertyOptional({ description: 'leave out findings that another one stands for', default: false })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly leading?: boolean;
}
