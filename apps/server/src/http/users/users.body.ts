import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { PathEdgeBody, SubjectBody } from '../subject.dto';
import { HeldBody, TenantObjectBody } from '../tenant-object.body';

export class UserBody extends TenantObjectBody {}

export class UserDetailBody extends IntersectionType(UserBody, HeldBody) {}

export class UserAccessBody {
  @ApiProperty({ type: SubjectBody, description: 'what is reached' })
  readonly target: SubjectBody;

  @ApiProperty({ type: [PathEdgeBody], description: 'from the user to the target' })
  readonly path: readonly PathEdgeBody[];
}
