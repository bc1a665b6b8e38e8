import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { VERDICTS } from '@posture/domain';
import type { Verdict } from '@posture/domain';
import { PROFILES } from '@posture/flows';
import type { Profile } from '@posture/flows';
import { AnyOf } from '../any-of';
import { ConnectionPageQuery } from '../connection-query';
import { PageQuery } from '../page';

export class TrendQuery extends ConnectionPageQuery {
  @ApiPropertyOptional({ enum: PROFILES, enumName: 'Profile', description: 'that of the latest scan when left out' })
  @IsOptional()
  @IsIn(PROFILES)
  readonly profile?: Profile;
}

export class RuleResultsQuery extends PageQuery {
  @AnyOf(VERDICTS, 'Verdict')
  readonly verdict?: readonly Verdict[];
}
