import { ApiProperty } from '@nestjs/swagger';
import { OPERATOR_ROLES, PERMISSIONS } from '@posture/operators';
import type { OperatorRole } from '@posture/operators';

export const ACTOR_KINDS = ['api_key', 'cli', 'system'] as const;

/** Who did something. */
export class ActorBody {
  @ApiProperty({
    enum: ACTOR_KINDS,
    enumName: 'ActorKind',
    description: 'cli: somebody at the command line of the machine',
  })
  readonly kind: (typeof ACTOR_KINDS)[number];

  @ApiProperty({ description: 'of the key; at the command line, the name of the account' })
  readonly id: string;

  @ApiProperty({ description: 'as it was then' })
  readonly name: string;
}

export class MeBody extends ActorBody {
  @ApiProperty({ enum: OPERATOR_ROLES, enumName: 'OperatorRole', description: 'that counts now' })
  readonly role: OperatorRole;

  @ApiProperty({ enum: Object.keys(PERMISSIONS), enumName: 'Permission', isArray: true })
  readonly permissions: readonly string[];

  @ApiProperty({ type: [String], nullable: true, description: 'the connections you see; null: all' })
  readonly connectionIds: readonly string[] | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: never' })
  readonly expiresAt: string | null;
}
