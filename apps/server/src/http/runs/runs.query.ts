import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { RUN_KINDS } from '@posture/flows';
import type { RunKind } from '@posture/flows';
import type { RunState } from '@posture/platform';
import { AnyOf } from '../any-of';
import { AnyConnectionPageQuery } from '../connection-query';
import { RUN_STATES } from './runs.body';

export class RunsQuery extends AnyConnectionPageQuery {
  @ApiPropertyOptional({ enum: RUN_KINDS, enumName: 'RunKind' })
  @IsOptional()
  @IsIn(RUN_KINDS)
  readonly kind?: RunKind;

  @AnyOf(RUN_STATES, 'RunState')
  readonly state?: RunState[];
}
