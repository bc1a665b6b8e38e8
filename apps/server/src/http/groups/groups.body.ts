import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { MissingBody } from '../subject.dto';
import { HeldBody, TieredBody } from '../tenant-object.body';

export class GroupBody extends TieredBody {}

export class GroupDetailBody extends IntersectionType(GroupBody, HeldBody) {
  @ApiProperty({
    minimum: 0,
    description: 'how many users are known to be in it; at least that many while notAssessed says so',
  })
  readonly memberCount: number;

  @ApiProperty({ type: [MissingBody], description: 'what was not read of its members; empty: they are all known' })
  readonly notAssessed: readonly MissingBody[];
}
