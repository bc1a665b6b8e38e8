import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { PathEdgeBody, SubjectBody } from '../subject.dto';
import { HeldBody, TenantObjectBody } from '../tenant-object.body';

export class AppBody extends TenantObjectBody {}

export class AppDetailBody extends IntersectionType(AppBody, HeldBody) {}

export class AppAccessBody {
  @ApiProperty({ type: SubjectBody, description: 'who reaches it' })
  readonly principal: SubjectBody;

  @ApiProperty({ type: [PathEdgeBody], description: 'from whoever reaches it to the app' })
  readonly path: readonly PathEdgeBody[];
}
