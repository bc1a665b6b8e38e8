import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BULK_CAUSES, FINDING_STATUSES, SEVERITIES } from '@posture/domain';
import type { BulkCause, FindingStatus, Severity } from '@posture/domain';
import type { RunState } from '@posture/platform';
import { SubjectBody } from '../subject.dto';

export const RUN_STATES = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;

export class RunErrorBody {
  @ApiProperty({ example: 'okta.credential_refused' })
  readonly code: string;

  @ApiProperty()
  readonly message: string;

  @ApiProperty({ type: String, nullable: true, description: 'the input at fault' })
  readonly field: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what to do about it' })
  readonly remedy: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what was being done', example: 'reading wave 2' })
  readonly step: string | null;

  @ApiPropertyOptional({ description: "of the provider's answer, for its support" })
  readonly requestId?: string;
}

export class RunBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'scan' })
  readonly kind: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  readonly connectionId: string | null;

  @ApiProperty({ enum: RUN_STATES, enumName: 'RunState' })
  readonly state: RunState;

  @ApiProperty({ description: 'who or what asked for it', example: 'schedule' })
  readonly trigger: string;

  @ApiProperty({ description: 'how often it was begun' })
  readonly attempt: number;

  @ApiProperty({ description: 'after that many it fails' })
  readonly maxAttempts: number;

  @ApiProperty({ format: 'date-time', description: 'when it may be begun; of a waiting run, until when it waits' })
  readonly dueAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'of a waiting run' })
  readonly waitingWhy: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'the process that works on it', example: 'host/4711' })
  readonly holder: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what is being done' })
  readonly step: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'at most a second old' })
  readonly progress: object | null;

  @ApiProperty({ type: RunErrorBody, nullable: true, description: 'of its last attempt' })
  readonly error: RunErrorBody | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;
}

class ChangedFindingBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty()
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty()
  readonly score: number;

  @ApiProperty({ enum: FINDING_STATUSES, enumName: 'FindingStatus' })
  readonly status: FindingStatus;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the finding that stood for it' })
  readonly supersededBy: string | null;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ type: SubjectBody })
  readonly subject: SubjectBody;
}

export class FindingChangeBody {
  @ApiProperty({ format: 'uuid', description: 'of the event' })
  readonly id: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ example: 'opened' })
  readonly type: string;

  @ApiProperty({
    enum: BULK_CAUSES,
    enumName: 'BulkCause',
    nullable: true,
    description: 'why it is one of many, which alerts tell together; null: it happened by itself',
  })
  readonly bulk: BulkCause | null;

  @ApiProperty({ type: ChangedFindingBody, description: 'as the event left it' })
  readonly finding: ChangedFindingBody;
}
