import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import type { FindingStatus, Severity } from '@posture/domain';
import { PageQuery } from '../page';

const commaList = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value);

export class FindingsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  readonly connectionId?: string;

  @ApiPropertyOptional({ example: 'okta-superadmin-service-account' })
  @IsOptional()
  @IsString()
  readonly rule?: string;

  @ApiPropertyOptional({
    enum: SEVERITIES,
    isArray: true,
    enumName: 'Severity',
    description: 'comma-separated: any of these',
  })
  @IsOptional()
  @Transform(commaList)
  @IsIn(SEVERITIES, { each: true })
  readonly severity?: Severity[];

  @ApiPropertyOptional({
    enum: FINDING_STATUSES,
    isArray: true,
    enumName: 'FindingStatus',
    description: 'comma-separated: any of these',
  })
  @IsOptional()
  @Transform(commaList)
  @IsIn(FINDING_STATUSES, { each: true })
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
