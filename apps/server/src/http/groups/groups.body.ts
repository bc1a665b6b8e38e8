import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@posture/domain';
import type { Tier } from '@posture/domain';
import { MissingBody, SubjectBody } from '../subject.dto';

export class GroupBody extends SubjectBody {
  @ApiProperty({ enum: TIERS, enumName: 'Tier', description: 'how much falls with the group; T0 is the whole tenant' })
  readonly tier: Tier;
}

export class GroupDetailBody extends GroupBody {
  @ApiProperty()
  readonly tierReason: string;

  @ApiProperty({
    minimum: 0,
    description: 'how many users are known to be in it; at least that many while notAssessed says so',
  })
  readonly memberCount: number;

  @ApiProperty({ type: [MissingBody], description: 'what was not read of its members; empty: they are all known' })
  readonly notAssessed: readonly MissingBody[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider has it' })
  readonly props: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'values that change by themselves' })
  readonly observed: object;
}
