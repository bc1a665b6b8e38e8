import { ApiProperty } from '@nestjs/swagger';
import { MissingBody, PathEdgeBody, SubjectBody } from '../subject.dto';

export class PathBody {
  @ApiProperty({ type: SubjectBody })
  readonly from: SubjectBody;

  @ApiProperty({ type: SubjectBody })
  readonly to: SubjectBody;

  @ApiProperty({ type: [PathEdgeBody], description: 'in the order of the attack' })
  readonly path: readonly PathEdgeBody[];
}

export class ShortestPathBody {
  @ApiProperty({ type: PathBody, nullable: true, description: 'null: none was seen' })
  readonly shortest: PathBody | null;

  @ApiProperty({ type: [MissingBody], description: 'what was not read and may hide one; empty: nothing' })
  readonly notAssessed: readonly MissingBody[];
}
