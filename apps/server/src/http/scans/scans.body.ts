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

class FixChangeBody {
  @ApiProperty({ example: 'okta.group.remove-owner', description: "the provider's act, as rules name it" })
  readonly action: string;

  @ApiProperty({ type: FixSubjectBody })
  readonly object: FixSubjectBody;

  @ApiProperty({ type: [FixSubjectBody], description: 'what of the object; empty: the act needs nothing more' })
  readonly parts: readonly FixSubjectBody[];
}

class ReroutedBody {
  @ApiProperty({ format: 'uuid' })
  readonly finding: string;

  @ApiProperty({ type: [String] })
  readonly path: readonly string[];
}

class OpenedBody {
  @ApiProperty()
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ type: FixSubjectBody })
  readonly subject: FixSubjectBody;
}

class AffectedBody {
  @ApiProperty({ type: FixSubjectBody })
  readonly subject: FixSubjectBody;

  @ApiProperty({ description: "in an administrator's words" })
  readonly loses: string;
}

export class TriedFixBody {
  @ApiProperty({
    example: '4f1c0b7de25a9c36',
    description: 'the same in every scan, of the same act on the same object',
  })
  readonly id: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ type: FixChangeBody })
  readonly change: FixChangeBody;

  @ApiProperty({ type: [String], description: 'what to do, one step after the other' })
  readonly steps: readonly string[];

  @ApiProperty({ description: "page of the provider's console on which it is done" })
  readonly link: string;

  @ApiProperty({ type: [String], description: 'ids of findings it ends by itself, worst first' })
  readonly closes: readonly string[];

  @ApiProperty({ type: [ReroutedBody], description: 'findings that would go on by another way' })
  readonly reroutes: readonly ReroutedBody[];

  @ApiProperty({ type: [OpenedBody], description: 'what would be found then that is not now' })
  readonly opens: readonly OpenedBody[];

  @ApiProperty({ type: [AffectedBody], description: 'who loses what: the first hundred' })
  readonly affects: readonly AffectedBody[];

  @ApiProperty({ minimum: 0, description: 'how many lose something' })
  readonly affected: number;
}

export class FixBody extends TriedFixBody {
  @ApiProperty({ format: 'uuid', description: 'the scan that says so' })
  readonly scanId: string;

  @ApiProperty({ minimum: 1, description: 'its place among the fixes of the scan' })
  readonly rank: number;

  @ApiProperty({ type: FixSubjectBody, description: 'what it is done to' })
  readonly root: FixSubjectBody;

  @ApiProperty({
    type: [String],
    description: 'ids of findings it ends after the fixes before it, worst first; no other fix of the scan has them',
  })
  readonly concerns: readonly string[];

  @ApiProperty({ type: WorstBody })
  readonly worst: WorstBody;

  @ApiProperty({ type: [FixSubjectBody] })
  readonly subjects: readonly FixSubjectBody[];

  @ApiProperty({ type: SeverityCountsBody, description: 'findings that it and the fixes before it would leave' })
  readonly leaves: SeverityCountsBody;
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
