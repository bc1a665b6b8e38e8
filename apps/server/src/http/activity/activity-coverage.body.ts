import { ApiProperty } from '@nestjs/swagger';
import { COVERAGE_STATES } from '@posture/domain';
import type { CoverageState } from '@posture/domain';
import { TimeSpanBody } from './activity.body';

class StreamErrorBody {
  @ApiProperty({ enum: COVERAGE_STATES, enumName: 'CoverageState', description: 'how the log counts as read' })
  readonly state: CoverageState;

  @ApiProperty({ type: String, nullable: true, description: 'scope, role or permission to grant' })
  readonly missing: string | null;

  @ApiProperty({ example: 'okta.forbidden' })
  readonly code: string;

  @ApiProperty()
  readonly message: string;

  @ApiProperty({ type: String, nullable: true, description: 'what to do about it' })
  readonly remedy: string | null;
}

class StreamBody {
  @ApiProperty({
    enum: ['backfill', 'follow'],
    enumName: 'ActivityStreamName',
    description: 'backfill: a span of the past, which ends; follow: all that is written from an instant on',
  })
  readonly name: 'backfill' | 'follow';

  @ApiProperty({ format: 'date-time' })
  readonly since: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it has no end' })
  readonly until: string | null;

  @ApiProperty({
    enum: ['reading', 'completed', 'failed'],
    enumName: 'ActivityStreamState',
    description: 'a failed one goes on with its next page',
  })
  readonly state: 'reading' | 'completed' | 'failed';

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'up to where all was read that the provider had written; null before the first page',
  })
  readonly reached: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'oldest event it showed' })
  readonly oldest: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'newest event it showed' })
  readonly newest: string | null;

  @ApiProperty({ type: StreamErrorBody, nullable: true, description: 'why it does not go on' })
  readonly error: StreamErrorBody | null;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly completedAt: string | null;
}

class QuarantineCountBody {
  @ApiProperty({ example: 'malformed' })
  readonly reason: string;

  @ApiProperty({ description: 'when they came in, in UTC', example: '2026-03-02' })
  readonly day: string;

  @ApiProperty()
  readonly events: number;
}

class JudgedLogBody {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'no event from before it changes what was detected',
  })
  readonly until: string | null;

  @ApiProperty({ description: 'events that came after that, which nobody judged' })
  readonly late: number;

  @ApiProperty({ description: 'timelines that bounded memory had to forget too early' })
  readonly evicted: number;
}

export class ActivityCoverageBody {
  @ApiProperty({ type: [StreamBody], description: 'those that began; none while the log was never read' })
  readonly streams: readonly StreamBody[];

  @ApiProperty({
    type: [TimeSpanBody],
    description: 'for which time the log was read without a gap, oldest first, as far back as usage is kept',
  })
  readonly spans: readonly TimeSpanBody[];

  @ApiProperty({ type: [TimeSpanBody], description: 'between them: what happened then is not known' })
  readonly gaps: readonly TimeSpanBody[];

  @ApiProperty({ type: JudgedLogBody, nullable: true, description: 'null while no event was judged' })
  readonly judged: JudgedLogBody | null;

  @ApiProperty({
    type: [QuarantineCountBody],
    description: 'events that could not be used, by reason and day, newest day first',
  })
  readonly quarantine: readonly QuarantineCountBody[];
}

export class QuarantinedActivityBody {
  @ApiProperty({ type: String, nullable: true, description: 'null: it had none' })
  readonly id: string | null;

  @ApiProperty({ enum: ['malformed', 'oversized', 'future', 'too_old'], enumName: 'QuarantineReason' })
  readonly reason: string;

  @ApiProperty({ description: 'which field, and what it held' })
  readonly why: string;

  @ApiProperty({ description: 'at most 2,000 characters of it' })
  readonly excerpt: string;

  @ApiProperty({ format: 'date-time' })
  readonly receivedAt: string;
}
