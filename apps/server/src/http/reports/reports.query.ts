import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { FRAMEWORKS } from '@posture/flows';
import type { FrameworkId } from '@posture/flows';

/** Formats of how a tenant stands to controls; as JSON it is `/connections/{id}/compliance/{framework}`. */
export const COMPLIANCE_FORMATS = ['html', 'csv'] as const;

export class PostureReportQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly connectionId: string;
}

export class ComplianceReportQuery extends PostureReportQuery {
  @ApiProperty({ enum: FRAMEWORKS, enumName: 'FrameworkId' })
  @IsIn(FRAMEWORKS)
  readonly framework: FrameworkId;

  @ApiPropertyOptional({ enum: COMPLIANCE_FORMATS, enumName: 'ComplianceFormat', default: 'html' })
  @IsOptional()
  @IsIn(COMPLIANCE_FORMATS)
  readonly format: (typeof COMPLIANCE_FORMATS)[number] = 'html';
}
