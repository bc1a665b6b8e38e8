import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';
import { ConnectionPageQuery } from '../connection-query';

export class TrendQuery extends ConnectionPageQuery {
  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', description: 'that of the latest scan when left out' })
  @IsOptional()
  @IsIn(PROFILES)
  readonly profile?: Profile;
}
