import { ApiProperty } from '@nestjs/swagger';
import { SubjectBody } from '../subject.dto';
import { CoverageBody } from '../syncs/syncs.body';

export class ListCoverageBody extends CoverageBody {
  @ApiProperty({
    type: SubjectBody,
    nullable: true,
    description: 'whose list it is; null of a list of the whole tenant, and of what is said of all lists of a resource',
  })
  readonly parent: SubjectBody | null;

  @ApiProperty({ format: 'date-time' })
  readonly readAt: string;
}
