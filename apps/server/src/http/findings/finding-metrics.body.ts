import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { AGE_DAYS } from '@posture/findings';

class MedianBody {
  @ApiProperty({ type: Number, nullable: true, description: 'milliseconds; null of none' })
  readonly ms: number | null;

  @ApiProperty({ description: 'of so many' })
  readonly count: number;
}

class BacklogBody {
  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty()
  readonly count: number;

  @ApiProperty()
  readonly overdue: number;

  @ApiProperty({ type: [Number], description: `first seen less than ${AGE_DAYS.join(', ')} days ago, and longer ago` })
  readonly byAge: readonly number[];
}

class ConnectionScoreBody {
  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ format: 'uuid', description: 'the latest that was completed' })
  readonly scanId: string;

  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: 100 })
  readonly score: number | null;

  @ApiProperty({ minimum: 0, maximum: 100, description: 'how much of what weighs was looked at' })
  readonly coveragePercent: number;

  @ApiProperty({ description: 'how the score is reckoned' })
  readonly formula: string;
}

export class FindingMetricsBody {
  @ApiProperty({ format: 'date-time', description: 'what ended before is not in the times and rates' })
  readonly since: string;

  @ApiProperty({ type: [BacklogBody], description: 'to be worked on: neither suppressed nor resolved; worst first' })
  readonly backlog: readonly BacklogBody[];

  @ApiProperty({ type: MedianBody, description: 'from first seen to first acknowledged, begun or suppressed' })
  readonly acknowledge: MedianBody;

  @ApiProperty({ type: MedianBody, description: 'the same of what was there at the first judgement of a tenant' })
  readonly acknowledgeBaseline: MedianBody;

  @ApiProperty({ type: MedianBody, description: 'from opened to seen mended, without the time suppressed' })
  readonly resolve: MedianBody;

  @ApiProperty({ type: Number, nullable: true, description: 'came back for each that was resolved' })
  readonly reopenRate: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'of what is mended or overdue: mended in time; 0 to 1' })
  readonly slaAttainment: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'of what is there: suppressed; 0 to 1' })
  readonly suppressedShare: number | null;

  @ApiProperty({
    type: [ConnectionScoreBody],
    description: 'of each connection that was scanned, whatever the filter says',
  })
  readonly scores: readonly ConnectionScoreBody[];
}
