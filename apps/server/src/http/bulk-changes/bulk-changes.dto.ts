import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { BULK_OUTCOMES } from '@posture/findings';
import type { BulkItemOutcome } from '@posture/findings';
import { ChangeFindingBody, ExceptParams } from '../findings/triage.dto';
import { Optional } from '../optional';
import { PageQuery } from '../page';
import { Said } from '../said';

/** What is done to each finding. */
export const BULK_ACTIONS = ['acknowledge', 'start', 'reopen', 'claim', 'change', 'comment', 'except'] as const;

export class BulkParams extends IntersectionType(ChangeFindingBody, ExceptParams) {
  @ApiPropertyOptional({ minLength: 1, maxLength: 2_000, description: 'said with it; a claim and a comment need one' })
  @Optional()
  @Said(2_000)
  readonly note?: string;
}

/** Either `ids`, or `filter` with `expectedCount`. */
export class StartBulkChangeBody {
  @ApiPropertyOptional({ minItems: 1, type: [String], format: 'uuid', maxItems: 500 })
  @Optional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  readonly ids?: string[];

  @ApiPropertyOptional({
    maxLength: 2_000,
    description: 'all that it means; see the q of the list',
    example: 'rule:okta-path-* status:open',
  })
  @Optional()
  @IsString()
  @MaxLength(2_000)
  readonly filter?: string;

  @ApiPropertyOptional({
    minimum: 0,
    description: 'how many that were when somebody looked: refused when it is off by more than 5 %',
  })
  @Optional()
  @IsInt()
  @Min(0)
  readonly expectedCount?: number;

  @ApiProperty({
    enum: BULK_ACTIONS,
    enumName: 'BulkAction',
    description: 'change: what params say; except: each by an exception of its own',
  })
  @IsIn(BULK_ACTIONS)
  readonly action: (typeof BULK_ACTIONS)[number];

  @ApiPropertyOptional({ type: BulkParams })
  @Optional()
  @ValidateNested()
  @Type(() => BulkParams)
  readonly params?: BulkParams;
}

export class BulkItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: BULK_OUTCOMES, enumName: 'BulkOutcome' })
  @Optional()
  @IsIn(BULK_OUTCOMES)
  readonly outcome?: BulkItemOutcome;
}
