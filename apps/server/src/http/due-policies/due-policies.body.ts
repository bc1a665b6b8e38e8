import { ApiProperty } from '@nestjs/swagger';
import { ActorBody } from '../actor.body';

const DAYS = { type: Number, nullable: true, description: 'days; null: as long as it likes' } as const;

export class DuePolicyBody {
  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty(DAYS)
  readonly critical: number | null;

  @ApiProperty(DAYS)
  readonly high: number | null;

  @ApiProperty(DAYS)
  readonly medium: number | null;

  @ApiProperty(DAYS)
  readonly low: number | null;

  @ApiProperty(DAYS)
  readonly informational: number | null;

  @ApiProperty({ type: ActorBody, nullable: true, description: 'null: nobody chose' })
  readonly chosenBy: ActorBody | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly chosenAt: string | null;

  @ApiProperty({ minimum: 0, description: 'one more with every change; the ETag says it' })
  readonly version: number;
}
