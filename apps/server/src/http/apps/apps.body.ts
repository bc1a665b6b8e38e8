import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@posture/domain';
import type { Tier } from '@posture/domain';
import { PathEdgeBody, SubjectBody } from '../subject.dto';

export class AppBody extends SubjectBody {
  @ApiProperty({ enum: TIERS, enumName: 'Tier', description: 'how much falls with the app; T0 is the whole tenant' })
  readonly tier: Tier;

  @ApiProperty({ type: String, nullable: true, example: 'ACTIVE' })
  readonly status: string | null;
}

export class AppDetailBody extends AppBody {
  @ApiProperty()
  readonly tierReason: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider has it' })
  readonly props: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'values that change by themselves' })
  readonly observed: object;
}

export class AppAccessBody {
  @ApiProperty({ type: SubjectBody, description: 'who reaches it' })
  readonly principal: SubjectBody;

  @ApiProperty({ type: [PathEdgeBody], description: 'from whoever reaches it to the app' })
  readonly path: readonly PathEdgeBody[];
}
