import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { DUE_BOUNDS } from '@posture/findings';

const DAYS = {
  type: 'integer',
  nullable: true,
  minimum: DUE_BOUNDS.min,
  maximum: DUE_BOUNDS.max,
  description: 'days; null: as long as it likes',
} as const;
const MAY_BE_NULL = ValidateIf((_: object, value: unknown) => value !== null && value !== undefined);

/** What is left out stays as it is. */
export class ChangeDuePolicyBody {
  @ApiPropertyOptional(DAYS)
  @MAY_BE_NULL
  @IsInt()
  @Min(DUE_BOUNDS.min)
  @Max(DUE_BOUNDS.max)
  readonly critical?: number | null;

  @ApiPropertyOptional(DAYS)
  @MAY_BE_NULL
  @IsInt()
  @Min(DUE_BOUNDS.min)
  @Max(DUE_BOUNDS.max)
  readonly high?: number | null;

  @ApiPropertyOptional(DAYS)
  @MAY_BE_NULL
  @IsInt()
  @Min(DUE_BOUNDS.min)
  @Max(DUE_BOUNDS.max)
  readonly medium?: number | null;

  @ApiPropertyOptional(DAYS)
  @MAY_BE_NULL
  @IsInt()
  @Min(DUE_BOUNDS.min)
  @Max(DUE_BOUNDS.max)
  readonly low?: number | null;

  @ApiPropertyOptional(DAYS)
  @MAY_BE_NULL
  @IsInt()
  @Min(DUE_BOUNDS.min)
  @Max(DUE_BOUNDS.max)
  readonly informational?: number | null;

  @ApiPropertyOptional({
    default: false,
    description: 'whether what is open now is due by it as well, from when it opened; dates people gave stay',
  })
  @IsOptional()
  @IsBoolean()
  readonly appliesToOpen?: boolean;
}
