import { ApiProperty } from '@nestjs/swagger';
import { OPERATOR_ROLES, PERMISSIONS } from '@posture/operators';
import type { OperatorRole } from '@posture/operators';
import { ActorBody } from '../actor.body';

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
