import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsDate, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';

export class StartReplayBody {
  @ApiProperty({ type: String, format: 'date-time', description: 'judge what was published then or later' })
  @Type(() => Date)
  @IsDate()
  readonly from: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'judge what was published before; as far as the log was read when left out',
  })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  readonly to?: Date;

  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', default: 'default' })
  @IsOptional()
  @IsIn(PROFILES)
  readonly profile: Profile = 'default';

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    example: ['okta-det-impossible-travel'],
    description: 'only these detections, also those the profile leaves out; those of the profile when left out',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  readonly rules?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: true },
    example: { 'okta-det-impossible-travel': { kmPerHour: 1200 } },
    description: 'other values of parameters, by rule and name',
  })
  @IsOptional()
  @IsObject()
  readonly parameters?: object;
}
