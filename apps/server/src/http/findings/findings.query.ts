import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';
import { FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import type { FindingStatus, Severity } from '@posture/domain';
import { EXPORT_FORMATS } from '@posture/flows';
import type { ExportFormat } from '@posture/flows';
import { GROUPINGS } from '@posture/findings';
import type { Grouping } from '@posture/findings';
import { AnyOf } from '../any-of';
import { Instant } from '../instant';
import { PageQuery } from '../page';

/** Which findings are asked about; all that is given must hold. */
export class FindingChoiceQuery {
  @ApiPropertyOptional({
    maxLength: 2000,
    description:
      'terms side by side must all hold, values with commas are alternatives, - before a term turns it round, a word is ' +
      'looked for in titles and names of subjects',
    example: 'severity:>=high is:present -rule:okta-path-* "break glass"',
  })
  @IsOptional()
  @IsString()
  readonly q?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'a saved view: what its filter means, and sorted as it says unless sort is given',
  })
  @IsOptional()
  @IsUUID()
  readonly view?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  readonly connectionId?: string;

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

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description:
      'with a step in their history since then; who asks again and again goes back a minute further each time',
  })
  @IsOptional()
  @Instant()
  readonly updatedSince?: Date;
}

export class FindingsQuery extends IntersectionType(PageQuery, FindingChoiceQuery) {
  @ApiPropertyOptional({
    default: '-severity,-score',
    example: '-severity,lastSeenAt',
    description: 'severity, score, firstSeenAt, lastSeenAt, the weightiest first; - before one turns it round',
  })
  @IsOptional()
  @IsString()
  readonly sort?: string;

  @ApiPropertyOptional({
    enum: ['exact', 'none'],
    enumName: 'Counting',
    default: 'none',
    description: 'exact: how many there are, up to 10,000',
  })
  @IsOptional()
  @IsIn(['exact', 'none'])
  readonly count?: 'exact' | 'none';
}

const GROUPED_BY = [...GROUPINGS, 'fix'] as const;

export class FindingGroupsQuery extends IntersectionType(PageQuery, FindingChoiceQuery) {
  @ApiPropertyOptional({
    enum: GROUPED_BY,
    enumName: 'FindingGrouping',
    default: 'rule',
    description:
      'fix: by what the latest completed scan of each connection says to do first; other findings are in none',
  })
  @IsOptional()
  @IsIn(GROUPED_BY)
  readonly by?: Grouping | 'fix';
}

export class FindingExportQuery extends FindingChoiceQuery {
  @ApiProperty({
    enum: EXPORT_FORMATS,
    enumName: 'FindingExportFormat',
    description: 'csv: RFC 4180, nothing in it is a formula; ocsf: an event of OCSF 1.8.0 a line; json: one array',
  })
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

export class FindingMetricsQuery extends FindingChoiceQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 366, default: 90, description: 'how far back what ended is counted' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(366)
  readonly days: number = 90;
}
