import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { RUN_KINDS } from '@posture/flows';
import type { RunKind } from '@posture/flows';
import type { RunState } from '@posture/platform';
import { PageQuery } from '../page';
import { RUN_STATES } from './runs.body';

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  readonly connectionId?: string;

  @ApiPropertyOptional({ enum: RUN_KINDS, enumName: 'RunKind' })
  @IsOptional()
  @IsIn(RUN_KINDS)
  readonly kind?: RunKind;

  @ApiPropertyOptional({ enum: RUN_STATES, isArray: true, enumName: 'RunState', description: 'comma-separated' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(RUN_STATES, { each: true })
  readonly state?: RunState[];
}
