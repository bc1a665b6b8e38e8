import { ApiProperty } from '@nestjs/swagger';
import { SubjectBody } from '../subject.dto';

export class NamedQueryBody {
  @ApiProperty({ example: 'blastRadius' })
  readonly name: string;

  @ApiProperty()
  readonly means: string;

  @ApiProperty({ type: [String], description: 'kinds of the node it starts at' })
  readonly starts: readonly string[];

  @ApiProperty({ type: [String], description: 'kinds of the nodes it finds' })
  readonly ends: readonly string[];

  @ApiProperty({ description: 'edges of the longest path it follows' })
  readonly maxDepth: number;
}

class HopBody {
  @ApiProperty({ example: 'MEMBER_OF' })
  readonly kind: string;

  @ApiProperty({ example: 'User:00u1a2b3' })
  readonly from: string;

  @ApiProperty({ example: 'Group:00g1a2b3' })
  readonly to: string;

  @ApiProperty({ description: 'concluded by the engine, not read' })
  readonly derived: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly props: object;
}

export class GraphRowBody {
  @ApiProperty({ type: SubjectBody })
  readonly node: SubjectBody;

  @ApiProperty({ type: [HopBody], description: "from the attacker's end to the other" })
  readonly path: readonly HopBody[];
}
