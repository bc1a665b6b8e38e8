import { ApiProperty } from '@nestjs/swagger';
import { GraphRowBody } from '../graph/graph.body';

const CHANGES = ['added', 'changed', 'removed'] as const;
/** By kind. */
const COUNTS = {
  type: 'object' as const,
  additionalProperties: {
    type: 'object',
    required: [...CHANGES],
    properties: Object.fromEntries(CHANGES.map((change) => [change, { type: 'number' }])),
  },
};

class DriftEndBody {
  @ApiProperty()
  readonly version: number;

  @ApiProperty({ format: 'date-time' })
  readonly instant: string;
}

export class DriftBody {
  @ApiProperty({ type: DriftEndBody, description: 'the version in force at the first instant' })
  readonly from: DriftEndBody;

  @ApiProperty({ type: DriftEndBody })
  readonly to: DriftEndBody;

  @ApiProperty({ description: 'true when differences may come from a newer build of ours and not from the tenant' })
  readonly rebased: boolean;

  @ApiProperty({ ...COUNTS, description: 'objects, counted by kind' })
  readonly nodes: object;

  @ApiProperty({ ...COUNTS, description: 'relations, counted by kind' })
  readonly edges: object;
}

class ChangeBody {
  @ApiProperty({ enum: CHANGES, enumName: 'DriftChange' })
  readonly change: (typeof CHANGES)[number];

  @ApiProperty({ example: 'User' })
  readonly kind: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'null when it was not there',
  })
  readonly before: object | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'null when it is gone' })
  readonly after: object | null;
}

export class NodeDriftBody extends ChangeBody {
  @ApiProperty({ example: 'User:00u1a2b3' })
  readonly key: string;

  @ApiProperty({ description: "the provider's id" })
  readonly externalId: string;

  @ApiProperty({ type: String, nullable: true })
  readonly name: string | null;
}

export class EdgeDriftBody extends ChangeBody {
  @ApiProperty({ example: 'User:00u1a2b3' })
  readonly src: string;

  @ApiProperty({ example: 'Group:00g1a2b3' })
  readonly dst: string;

  @ApiProperty({ description: 'the resource it was read from' })
  readonly resource: string;

  @ApiProperty({ description: "key of the object whose list it is in; '' for a list of the whole tenant" })
  readonly parent: string;

  @ApiProperty({ description: 'concluded by the engine, not read' })
  readonly derived: boolean;
}

const ACCESS_CHANGES = ['gained', 'lost'] as const;

export class AccessDriftBody extends GraphRowBody {
  @ApiProperty({
    enum: ACCESS_CHANGES,
    enumName: 'AccessChange',
    description: 'the path is that of the instant it was there',
  })
  readonly change: (typeof ACCESS_CHANGES)[number];
}
