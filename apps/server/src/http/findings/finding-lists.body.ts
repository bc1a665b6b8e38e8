import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { SubjectBody } from '../subject.dto';

export class FacetCountBody {
  @ApiProperty({ example: 'critical' })
  readonly value: string;

  @ApiProperty()
  readonly count: number;
}

export class FacetsBody {
  @ApiProperty({ type: [FacetCountBody] })
  readonly severity: readonly FacetCountBody[];

  @ApiProperty({ type: [FacetCountBody] })
  readonly status: readonly FacetCountBody[];

  @ApiProperty({ type: [FacetCountBody] })
  readonly rule: readonly FacetCountBody[];

  @ApiProperty({ type: [FacetCountBody], description: 'by id of the connection' })
  readonly connection: readonly FacetCountBody[];

  @ApiProperty({ type: [FacetCountBody] })
  readonly tier: readonly FacetCountBody[];

  @ApiProperty({ type: [FacetCountBody], description: 'by id; none: nobody' })
  readonly assignee: readonly FacetCountBody[];
}

export class FindingGroupBody {
  @ApiProperty({
    description: 'id of the rule, or what tells the subject or the fix from others',
    example: 'okta-user-inactive',
  })
  readonly key: string;

  @ApiProperty({ description: 'findings' })
  readonly count: number;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', description: 'of the worst of them' })
  readonly severity: Severity;

  @ApiProperty({ minimum: 0, maximum: 100, description: 'the highest of them' })
  readonly score: number;

  @ApiProperty({ description: 'subjects they are about' })
  readonly subjects: number;

  @ApiProperty({ description: 'rules that found them' })
  readonly rules: number;

  @ApiProperty({ type: String, nullable: true, description: 'of a fix: what is to be done, and where; else null' })
  readonly title: string | null;

  @ApiProperty({ type: SubjectBody, nullable: true, description: 'null unless grouped by subject' })
  readonly subject: SubjectBody | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null when grouped by rule' })
  readonly connectionId: string | null;
}
