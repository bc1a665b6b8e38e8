import { ApiProperty } from '@nestjs/swagger';
import { SubjectBody } from '../subject.dto';

export class UsageDayBody {
  @ApiProperty({
    description: "the provider's id; of kinds that join two names both, with a blank between; of type the event type",
  })
  readonly key: string;

  @ApiProperty({
    type: [SubjectBody],
    description:
      'what the key names in the access graph, by key alone: roll-ups keep no names; empty for client and type',
  })
  readonly subjects: readonly SubjectBody[];

  @ApiProperty({ description: 'in UTC', example: '2026-03-02' })
  readonly day: string;

  @ApiProperty()
  readonly events: number;

  @ApiProperty({ description: 'events with outcome SUCCESS or ALLOW' })
  readonly successes: number;

  @ApiProperty({ description: 'events with outcome FAILURE or DENY' })
  readonly failures: number;

  @ApiProperty({ format: 'date-time' })
  readonly firstAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly lastAt: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'last event that was no failure; null when all were',
  })
  readonly lastUseAt: string | null;
}
