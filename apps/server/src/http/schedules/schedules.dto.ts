import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';

export class ChangeScheduleBody {
  @ApiPropertyOptional({ example: 1440, description: 'minutes between two scans, a little more or less each time' })
  @IsOptional()
  @IsInt()
  readonly every?: number;

  @ApiPropertyOptional({
    example: '02:30',
    description: 'time of day, with its zone; where the clocks skip it, as much later, and where they repeat it, once',
  })
  @IsOptional()
  @IsString()
  readonly at?: string;

  @ApiPropertyOptional({ example: 'Europe/Berlin', description: 'IANA name of the zone' })
  @IsOptional()
  @IsString()
  readonly zone?: string;

  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile' })
  @IsOptional()
  @IsIn(PROFILES)
  readonly profile?: Profile;

  @ApiPropertyOptional({ description: 'true asks for nothing until it is false again, or the pause ends' })
  @IsOptional()
  @IsBoolean()
  readonly isPaused?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'when a pause ends by itself' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  readonly pausedUntil?: Date;
}
