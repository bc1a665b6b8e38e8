import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsString } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';
import { Optional } from '../optional';

export class StartSyncBody {
  @ApiPropertyOptional({
    minItems: 1,
    type: [String],
    example: ['policies'],
    description: 'only these lists of the tenant, once it was read as a whole; left out: all of it',
  })
  @Optional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  readonly resources?: string[];

  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', default: 'default' })
  @Optional()
  @IsIn(PROFILES)
  readonly profile: Profile = 'default';

  @ApiPropertyOptional({ enum: ['admins', 'all'], enumName: 'FactorScope', default: 'admins' })
  @Optional()
  @IsIn(['admins', 'all'])
  readonly factors: 'admins' | 'all' = 'admins';

  @ApiPropertyOptional({
    default: false,
    description: 'Okta logs each read of a client secret; only age and status are kept',
  })
  @Optional()
  @IsBoolean()
  readonly includeClientSecrets: boolean = false;

  @ApiPropertyOptional({
    default: false,
    description: 'believe it this once when much of a list, or all of it, is gone: it was really deleted in Okta',
  })
  @Optional()
  @IsBoolean()
  readonly acceptDisappearance: boolean = false;
}

export class EvaluateBody {
  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', default: 'default' })
  @Optional()
  @IsIn(PROFILES)
  readonly profile: Profile = 'default';
}
