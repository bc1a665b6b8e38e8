import { ApiProperty } from '@nestjs/swagger';
import { COVERAGE_STATES } from '@posture/domain';
import type { CoverageState } from '@posture/domain';
import type { RunState } from '@posture/platform';
import { RUN_STATES, RunErrorBody } from '../runs/runs.body';

class ChangeCountsBody {
  @ApiProperty()
  readonly added: number;

  @ApiProperty()
  readonly changed: number;

  @ApiProperty()
  readonly closed: number;
}

class ChangesBody {
  @ApiProperty({ type: ChangeCountsBody })
  readonly nodes: ChangeCountsBody;

  @ApiProperty({ type: ChangeCountsBody })
  readonly edges: ChangeCountsBody;
}

export class CoverageBody {
  @ApiProperty({ example: 'users' })
  readonly resource: string;

  @ApiProperty({ enum: COVERAGE_STATES, enumName: 'CoverageState' })
  readonly state: CoverageState;

  @ApiProperty({ type: String, nullable: true, description: 'a sentence for an administrator; null when complete' })
  readonly reason: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'scope, role or permission to grant' })
  readonly missing: string | null;

  @ApiProperty()
  readonly records: number;
}

class ReadResourceBody extends CoverageBody {
  @ApiProperty({
    type: ChangesBody,
    nullable: true,
    description: 'objects, and what holds between them, that are new, other than before, or gone; null: not counted',
  })
  readonly changes: ChangesBody | null;
}

class FailedRequestBody {
  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ description: 'without names of objects', example: '/api/v1/users/{}/roles' })
  readonly path: string;

  @ApiProperty({ type: Number, nullable: true, description: 'null: no answer came' })
  readonly status: number | null;

  @ApiProperty({ type: String, nullable: true, description: "the provider's own", example: 'E0000006' })
  readonly code: string | null;

  @ApiProperty({ type: String, nullable: true, description: "what the provider's support asks for" })
  readonly requestId: string | null;
}

class SyncReportBody {
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly finishedAt: string;

  @ApiProperty()
  readonly requests: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'by rate-limit bucket' })
  readonly requestsByBucket: object;

  @ApiProperty({ description: "milliseconds spent waiting for the provider's limits" })
  readonly throttledMs: number;

  @ApiProperty({ description: 'inventory version the sync published last' })
  readonly version: number;

  @ApiProperty({ type: ChangesBody })
  readonly changes: ChangesBody;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'requests that went wrong, whether or not a later try went well; null: not counted',
  })
  readonly failed: number | null;

  @ApiProperty({ type: [FailedRequestBody], description: 'the first fifty of them' })
  readonly failures: FailedRequestBody[];

  @ApiProperty({ type: [ReadResourceBody] })
  readonly coverage: ReadResourceBody[];
}

class WaitingBody {
  @ApiProperty({ description: 'rate-limit bucket that is used up' })
  readonly bucket: string;

  @ApiProperty({ format: 'date-time' })
  readonly until: string;
}

class JudgedWaveBody {
  @ApiProperty({ minimum: 1 })
  readonly wave: number;

  @ApiProperty({ description: 'findings' })
  readonly opened: number;

  @ApiProperty({ description: 'findings' })
  readonly reopened: number;

  @ApiProperty({ description: 'findings' })
  readonly resolved: number;
}

class ProgressBody {
  @ApiProperty({ minimum: 1, description: 'waves are read, published and judged one after the other' })
  readonly wave: number;

  @ApiProperty({ minimum: 1, description: 'the last wave' })
  readonly waves: number;

  @ApiProperty({ example: 'users' })
  readonly resource: string;

  @ApiProperty({ description: "the resource in an administrator's words" })
  readonly title: string;

  @ApiProperty({ description: 'records of this wave so far' })
  readonly records: number;

  @ApiProperty()
  readonly requests: number;

  @ApiProperty({ type: Number, nullable: true, description: 'by the plan; null until it is known' })
  readonly expectedRequests: number | null;

  @ApiProperty({ type: WaitingBody, nullable: true, description: "set while waiting for the provider's limit" })
  readonly waiting: WaitingBody | null;

  @ApiProperty({ type: [JudgedWaveBody], description: 'waves that were judged, in order' })
  readonly judged: JudgedWaveBody[];
}

export class SyncBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ enum: RUN_STATES, enumName: 'RunState' })
  readonly state: RunState;

  @ApiProperty({ description: 'who or what asked for it', example: 'schedule' })
  readonly trigger: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what it was started with' })
  readonly options: object;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is queued' })
  readonly startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of a sync that waits for its next attempt' })
  readonly waitingWhy: string | null;

  @ApiProperty({ type: RunErrorBody, nullable: true, description: 'why it failed, or has to try again' })
  readonly error: RunErrorBody | null;

  @ApiProperty({
    type: SyncReportBody,
    nullable: true,
    description: 'coverage, requests and changes; null until it ends',
  })
  readonly report: SyncReportBody | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    nullable: true,
    description:
      'what became of findings because of it, by type of step, such as opened, reopened, resolved; null until it ends. ' +
      'Who gained or lost access by it: `listAccessDrift` from when it began until it ended.',
  })
  readonly effects: object | null;

  @ApiProperty({ type: ProgressBody, nullable: true, description: 'while it runs, at most a second old' })
  readonly progress: ProgressBody | null;
}
