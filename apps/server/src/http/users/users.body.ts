import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@posture/domain';
import type { Tier } from '@posture/domain';
import { PathEdgeBody, SubjectBody } from '../subject.dto';

export class UserBody extends SubjectBody {
  @ApiProperty({ enum: TIERS, enumName: 'Tier', description: 'how much falls with the user; T0 is the whole tenant' })
  readonly tier: Tier;

  @ApiProperty({ type: String, nullable: true, example: 'ACTIVE' })
  readonly status: string | null;
}

export class UserDetailBody extends UserBody {
  @ApiProperty()
  readonly tierReason: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider has it' })
  readonly props: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'values that change by themselves' })
  readonly observed: object;
}

export class UserAccessBody {
  @ApiProperty({ type: SubjectBody, description: 'what is reached' })
  readonly target: SubjectBody;

  @ApiProperty({ type: [PathEdgeBody], description: 'from the user to the target' })
  readonly path: readonly PathEdgeBody[];
}
