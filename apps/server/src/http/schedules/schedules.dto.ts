import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';
import { Instant } from '../instant';
import { Optional } from '../optional';

export class ChangeScheduleBody {
  @ApiPropertyOptional({ example: 1440, description: 'minutes between two scans, a little more or less each time' })
  @Optional()
  @IsInt()
  readonly every?: number;

  @ApiPropertyOptional({
    example: '02:30',
    description: 'time of day, with its zone; where the clocks skip it, as much later, and where they repeat it, once',
  })
  @Optional()
  @IsString()
  readonly at?: string;

  @ApiPropertyOptional({ example: 'Europe/Berlin', description: 'IANA name of the zone' })
  @Optional()
  @IsString()
  readonly zone?: string;

  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile' })
  @Optional()
  @IsIn(PROFILES)
  readonly profile?: Profile;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 240,
    description: 'minutes after which what is known is judged again without a sync; null: only when it was read',
  })
  @IsOptional()
  @IsInt()
  readonly evaluateEvery?: number | null;

  @ApiPropertyOptional({ description: 'true asks for nothing until it is false again, or the pause ends' })
  @Optional()
  @IsBoolean()
  readonly isPaused?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'when a pause ends by itself' })
  @Optional()
  @Instant()
  readonly pausedUntil?: Date;
}
