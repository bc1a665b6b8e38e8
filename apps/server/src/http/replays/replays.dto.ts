import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, IsArray, IsIn, IsObject, IsString } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';
import { Instant } from '../instant';
import { Optional } from '../optional';

export class StartReplayBody {
  @ApiProperty({ type: String, format: 'date-time', description: 'judge what was published then or later' })
  @Instant()
  readonly from: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'judge what was published before; as far as the log was read when left out',
  })
  @Optional()
  @Instant()
  readonly to?: Date;

  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', default: 'default' })
  @Optional()
  @IsIn(PROFILES)
  readonly profile: Profile = 'default';

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    example: ['okta-det-impossible-travel'],
    description: 'only these detections, also those the profile leaves out; those of the profile when left out',
  })
  @Optional()
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
  @Optional()
  @IsObject()
  readonly parameters?: object;
}
