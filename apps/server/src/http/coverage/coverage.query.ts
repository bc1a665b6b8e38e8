import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { COVERAGE_STATES } from '@posture/domain';
import type { CoverageState } from '@posture/domain';
import { AnyOf } from '../any-of';
import { AsOfPageQuery } from '../as-of.query';

export class ListCoverageQuery extends AsOfPageQuery {
  @AnyOf(COVERAGE_STATES, 'CoverageState')
  readonly state?: readonly CoverageState[];

  @ApiPropertyOptional({ example: 'group-members', description: 'lists of that resource only' })
  @IsOptional()
  @IsString()
  readonly resource?: string;
}
