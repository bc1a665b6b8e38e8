import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES, VERDICTS } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { ANY, EvidenceFactBody, MissingBody, PathEdgeBody, SubjectBody } from '../subject.dto';

class ExplainedComparisonBody {
  @ApiProperty({ type: EvidenceFactBody, description: 'what was believed, from where, read when' })
  readonly fact: EvidenceFactBody;

  @ApiProperty({ example: 'greaterThan' })
  readonly operator: string;

  @ApiProperty({ oneOf: ANY, description: 'what it is compared with' })
  readonly expected: unknown;

  @ApiProperty({ type: String, nullable: true, description: 'the parameter that says so' })
  readonly parameter: string | null;

  @ApiProperty({ type: [MissingBody], description: 'what was not read although the fact stands on it' })
  readonly missing: readonly MissingBody[];
}

class ExplainedConditionBody {
  @ApiProperty({ enum: ['all', 'any', 'not', 'comparison'], enumName: 'ConditionType' })
  readonly type: string;

  @ApiProperty({ enum: ['holds', 'fails', 'unknown'], enumName: 'ConditionOutcome' })
  readonly outcome: string;

  @ApiProperty({ type: () => [ExplainedConditionBody] })
  readonly parts: readonly ExplainedConditionBody[];

  @ApiProperty({ type: ExplainedComparisonBody, nullable: true })
  readonly comparison: ExplainedComparisonBody | null;
}

class ExplainedConditionsBody {
  @ApiProperty({ type: ExplainedConditionBody, nullable: true, description: 'null: every subject of its kind' })
  readonly appliesTo: ExplainedConditionBody | null;

  @ApiProperty({ type: ExplainedConditionBody })
  readonly when: ExplainedConditionBody;
}

export class ExplanationBody {
  @ApiProperty({ example: 'okta-superadmin-service-account' })
  readonly rule: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ type: SubjectBody })
  readonly subject: SubjectBody;

  @ApiProperty({ description: 'that of the last scan' })
  readonly profile: string;

  @ApiProperty({ description: 'whether scans by that profile judge by the rule' })
  readonly isOn: boolean;

  @ApiProperty()
  readonly version: number;

  @ApiProperty({ format: 'date-time' })
  readonly asOf: string;

  @ApiProperty({ enum: VERDICTS, enumName: 'Verdict' })
  readonly verdict: string;

  @ApiProperty()
  readonly why: string;

  @ApiProperty({ type: 'object', additionalProperties: { oneOf: ANY } })
  readonly parameters: object;

  @ApiProperty({ type: ExplainedConditionsBody, nullable: true, description: 'null of a path rule' })
  readonly conditions: ExplainedConditionsBody | null;

  @ApiProperty({
    type: [PathEdgeBody],
    nullable: true,
    description: 'the path that was found; empty when there is none, null of other rules',
  })
  readonly path: readonly PathEdgeBody[] | null;

  @ApiProperty({ type: [MissingBody], description: 'what keeps it from being assessed, or may hide a path' })
  readonly missing: readonly MissingBody[];
}
