import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES, VERDICTS } from '@posture/domain';
import type { Severity, Verdict } from '@posture/domain';

const STATES = ['running', 'completed', 'failed'] as const;

class VerdictCountsBody {
  @ApiProperty()
  readonly match: number;

  @ApiProperty()
  readonly clear: number;

  @ApiProperty()
  readonly not_assessed: number;

  @ApiProperty()
  readonly not_applicable: number;
}

class SeverityCountsBody {
  @ApiProperty()
  readonly informational: number;

  @ApiProperty()
  readonly low: number;

  @ApiProperty()
  readonly medium: number;

  @ApiProperty()
  readonly high: number;

  @ApiProperty()
  readonly critical: number;
}

class SummaryBody {
  @ApiProperty({ description: 'verdicts over all pairs of rule and subject' })
  readonly match: number;

  @ApiProperty()
  readonly clear: number;

  @ApiProperty()
  readonly notAssessed: number;

  @ApiProperty()
  readonly notApplicable: number;

  @ApiProperty({ type: VerdictCountsBody, description: 'rules by their worst verdict' })
  readonly rules: VerdictCountsBody;

  @ApiProperty({ type: SeverityCountsBody, description: 'present findings that nobody suppressed' })
  readonly bySeverity: SeverityCountsBody;
}

export class ScanBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the sync that read the tenant for it' })
  readonly syncId: string | null;

  @ApiProperty({ example: 'operator', description: 'who or what asked for it' })
  readonly trigger: string;

  @ApiProperty({ example: 'default' })
  readonly profile: string;

  @ApiProperty({ description: 'inventory version judged last' })
  readonly version: number;

  @ApiProperty({ format: 'date-time', description: 'instant of that version; all ages are counted to it' })
  readonly asOf: string;

  @ApiProperty({ enum: STATES, enumName: 'ScanState' })
  readonly state: (typeof STATES)[number];

  @ApiProperty({ type: String, nullable: true, description: 'why it failed' })
  readonly reason: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: SummaryBody, nullable: true, description: 'null until it is completed' })
  readonly summary: SummaryBody | null;
}

class UnassessedBody {
  @ApiProperty({ description: 'the resource that was not fully read' })
  readonly resource: string;

  @ApiProperty()
  readonly reason: string;

  @ApiProperty({ type: String, nullable: true, description: 'what to grant; null when granting would not help' })
  readonly missing: string | null;

  @ApiProperty({ description: 'subjects it kept from being assessed; 0 when it may hide some that nobody saw' })
  readonly subjects: number;

  @ApiProperty({ description: 'a licence, or a list only the operator has, would unlock the rule' })
  readonly isOptional: boolean;
}

class ResultScanBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty()
  readonly profile: string;

  @ApiProperty()
  readonly version: number;

  @ApiProperty({ format: 'date-time' })
  readonly asOf: string;

  @ApiProperty({ enum: STATES, enumName: 'ScanState' })
  readonly state: (typeof STATES)[number];
}

export class RuleResultBody {
  @ApiProperty()
  readonly rule: string;

  @ApiProperty({ description: 'as the rule had it then' })
  readonly title: string;

  @ApiProperty({
    enum: SEVERITIES,
    enumName: 'Severity',
    nullable: true,
    description: 'as the rule had it then; null of scans made before it was kept',
  })
  readonly severity: Severity | null;

  @ApiProperty({ description: 'true of a rule that gives a figure instead of findings' })
  readonly measure: boolean;

  @ApiProperty({ enum: VERDICTS, enumName: 'Verdict', description: 'clear only when it assessed every subject' })
  readonly verdict: Verdict;

  @ApiProperty({ type: VerdictCountsBody, description: 'subjects by verdict' })
  readonly counts: VerdictCountsBody;

  @ApiProperty({ type: [UnassessedBody], description: 'why subjects could not be assessed, or may not have been seen' })
  readonly reasons: readonly UnassessedBody[];

  @ApiProperty({ type: ResultScanBody })
  readonly scan: ResultScanBody;
}

class FixSubjectBody {
  @ApiProperty({ example: 'User' })
  readonly kind: string;

  @ApiProperty({ description: "the provider's id" })
  readonly externalId: string;

  @ApiProperty({ type: String, nullable: true })
  readonly name: string | null;
}

class WorstBody {
  @ApiProperty()
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ type: [String] })
  readonly path: readonly string[];
}

export class FixBody {
  @ApiProperty({ format: 'uuid', description: 'the scan that says so' })
  readonly scanId: string;

  @ApiProperty({ minimum: 1, description: 'its place among the fixes of the scan' })
  readonly rank: number;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ type: FixSubjectBody, description: 'what the findings have in common' })
  readonly root: FixSubjectBody;

  @ApiProperty({ type: [String], description: 'ids of findings, worst first' })
  readonly concerns: readonly string[];

  @ApiProperty({ type: WorstBody })
  readonly worst: WorstBody;

  @ApiProperty({ type: [FixSubjectBody] })
  readonly subjects: readonly FixSubjectBody[];
}

export class TrendPointBody {
  @ApiProperty({ format: 'date', example: '2026-03-02', description: 'in UTC' })
  readonly day: string;

  @ApiProperty({ format: 'uuid', description: 'the last completed scan of that day' })
  readonly scanId: string;

  @ApiProperty()
  readonly version: number;

  @ApiProperty({ format: 'date-time' })
  readonly asOf: string;

  @ApiProperty({ type: SummaryBody })
  readonly summary: SummaryBody;
}
