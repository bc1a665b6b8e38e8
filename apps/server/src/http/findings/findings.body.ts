import { ApiProperty } from '@nestjs/swagger';
import { FINDING_STATUSES, SEVERITIES, TIERS } from '@posture/domain';
import type { FindingStatus, Severity, Tier } from '@posture/domain';
import { EvidenceBody, MissingBody, SubjectBody } from '../subject.dto';

export class FindingBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ example: 'okta-superadmin-service-account' })
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ minimum: 0, maximum: 100 })
  readonly score: number;

  @ApiProperty({ enum: TIERS, enumName: 'Tier' })
  readonly tier: Tier;

  @ApiProperty({ enum: FINDING_STATUSES, enumName: 'FindingStatus', description: "people's word on it" })
  readonly status: FindingStatus;

  @ApiProperty({ description: "the system's word: still there at the last complete judgement" })
  readonly present: boolean;

  @ApiProperty({ type: [MissingBody], description: 'what could not be read at the last judgement' })
  readonly notAssessed: readonly MissingBody[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the finding that stands for it' })
  readonly supersededBy: string | null;

  @ApiProperty({ type: SubjectBody })
  readonly subject: SubjectBody;

  @ApiProperty({ description: 'members of a finding of grain group; else 1' })
  readonly count: number;

  @ApiProperty()
  readonly title: string;

  @ApiProperty()
  readonly why: string;

  @ApiProperty({ format: 'date-time' })
  readonly firstSeenAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly lastSeenAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly resolvedAt: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['remediated', 'subject_gone', 'rule_changed', 'operator'] })
  readonly resolution: string | null;
}

class ScoreTermBody {
  @ApiProperty()
  readonly name: string;

  @ApiProperty()
  readonly value: number;
}

export class FindingDetailBody extends FindingBody {
  @ApiProperty({ type: EvidenceBody })
  readonly evidence: EvidenceBody;

  @ApiProperty({ type: [ScoreTermBody], description: 'the score is their product' })
  readonly scoreTerms: readonly ScoreTermBody[];
}

export class FindingEventBody {
  @ApiProperty({ description: 'orders the events of one finding' })
  readonly sequence: number;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ example: 'opened' })
  readonly type: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly data: object;
}
