import { ApiProperty } from '@nestjs/swagger';
import { PROFILES } from '@posture/flows';

export class ScheduleBody {
  @ApiProperty({ minimum: 1, description: 'one more with every change, and whenever it was due; the ETag says it' })
  readonly version: number;

  @ApiProperty({ type: Number, nullable: true, description: 'minutes between two scans; null: it has a time of day' })
  readonly every: number | null;

  @ApiProperty({ type: String, nullable: true, example: '02:30', description: 'time of day' })
  readonly at: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Europe/Berlin' })
  readonly zone: string | null;

  @ApiProperty({ enum: PROFILES, enumName: 'Profile', description: 'by which each scan judges' })
  readonly profile: string;

  @ApiProperty({ description: 'nothing is asked for while it is' })
  readonly isPaused: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when it goes on by itself; null: when somebody says so',
  })
  readonly pausedUntil: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is paused' })
  readonly nextAt: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'minutes after which what is known is judged again without a sync; null: only when it was read',
  })
  readonly evaluateEvery: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'null where it never is, or is paused',
  })
  readonly nextEvaluationAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when it was due last; null: never' })
  readonly lastAt: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'the run it asked for then; null: the org was being read already, or it was never due',
  })
  readonly lastRunId: string | null;
}
