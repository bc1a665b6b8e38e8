import { ApiProperty } from '@nestjs/swagger';
import { NODE_KINDS } from '@posture/domain';
import type { NodeKind } from '@posture/domain';

/** Schema of a value of any type. */
export const ANY = [
  { type: 'null' },
  { type: 'boolean' },
  { type: 'number' },
  { type: 'string' },
  { type: 'object' },
  { type: 'array', items: {} },
];

/** Something in a tenant. */
export class SubjectBody {
  @ApiProperty({ enum: Object.keys(NODE_KINDS), enumName: 'SubjectKind' })
  readonly kind: NodeKind;

  @ApiProperty({ example: 'User:00u1a2b3' })
  readonly key: string;

  @ApiProperty({ description: "the provider's id", example: '00u1a2b3' })
  readonly externalId: string;

  @ApiProperty({ type: String, nullable: true })
  readonly name: string | null;
}

export class PathEdgeBody {
  @ApiProperty({ example: 'MEMBER_OF' })
  readonly kind: string;

  @ApiProperty({ type: SubjectBody })
  readonly from: SubjectBody;

  @ApiProperty({ type: SubjectBody })
  readonly to: SubjectBody;

  @ApiProperty({ description: 'false when the provider says so itself, true when it follows from what it says' })
  readonly derived: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly props: object;
}

export class MissingBody {
  @ApiProperty({ description: 'the resource that was not fully read' })
  readonly resource: string;

  @ApiProperty()
  readonly reason: string;

  @ApiProperty({ type: String, nullable: true, description: 'what to grant; null when granting would not help' })
  readonly missing: string | null;
}

export class EvidenceFactBody {
  @ApiProperty()
  readonly fact: string;

  @ApiProperty({ description: 'whatever the fact holds', oneOf: ANY })
  readonly value: unknown;

  @ApiProperty({ type: String, nullable: true })
  readonly unit: string | null;

  @ApiProperty({ example: 'GET /api/v1/users' })
  readonly source: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly readAt: string | null;

  @ApiProperty({ enum: ['known', 'unknown', 'at_least'], enumName: 'Certainty' })
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

export class EvidenceEventBody {
  @ApiProperty({ description: "the provider's id, as `/connections/{id}/activity/{eventId}` takes it" })
  readonly id: string;

  @ApiProperty({ format: 'date-time', description: 'when it was published' })
  readonly at: string;
}

export class EvidenceBody {
  @ApiProperty({ type: [EvidenceFactBody] })
  readonly facts: EvidenceFactBody[];

  @ApiProperty({ type: [PathEdgeBody], description: 'in the order of the attack; empty for rules without a path' })
  readonly path: PathEdgeBody[];

  @ApiProperty({ type: [EvidenceEventBody], description: 'that proved a detection, in order of time; else empty' })
  readonly events: EvidenceEventBody[];
}
