import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@posture/domain';
import type { Tier } from '@posture/domain';
import { SubjectBody } from './subject.dto';

/** Something in a tenant that privilege is about. */
export class TieredBody extends SubjectBody {
  @ApiProperty({ enum: TIERS, enumName: 'Tier', description: 'how much falls with it; T0 is the whole tenant' })
  readonly tier: Tier;
}

/** One with a state of the provider's. */
export class TenantObjectBody extends TieredBody {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ACTIVE',
    description: 'null where the provider gives it none',
  })
  readonly status: string | null;
}

/** What is shown of one alone. */
export class HeldBody {
  @ApiProperty()
  readonly tierReason: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider has it' })
  readonly props: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'values that change by themselves' })
  readonly observed: object;
}
