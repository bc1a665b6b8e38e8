import { ApiProperty } from '@nestjs/swagger';
import { KEY_STATES, OPERATOR_ROLES } from '@posture/operators';
import type { KeyState, OperatorRole } from '@posture/operators';
import { ActorBody } from '../actor.body';

const INSTANT = { type: String, format: 'date-time', nullable: true } as const;

export class ApiKeyBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ minimum: 1, description: 'one more with every change; the ETag says it' })
  readonly version: number;

  @ApiProperty({ example: 'SIEM reader' })
  readonly name: string;

  @ApiProperty({
    enum: OPERATOR_ROLES,
    enumName: 'OperatorRole',
    description: 'what counts is never more than the role of whoever made it',
  })
  readonly role: OperatorRole;

  @ApiProperty({ type: [String], nullable: true, description: 'the connections it sees; null: all' })
  readonly connectionIds: readonly string[] | null;

  @ApiProperty({
    enum: KEY_STATES,
    enumName: 'KeyState',
    description: 'expiring: in the next 14 days; orphaned: a key it goes back to is revoked',
  })
  readonly state: KeyState;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: ActorBody })
  readonly createdBy: ActorBody;

  @ApiProperty({ ...INSTANT, description: 'null: never' })
  readonly expiresAt: string | null;

  @ApiProperty(INSTANT)
  readonly revokedAt: string | null;

  @ApiProperty({ ...INSTANT, description: 'until when the value before the last rotation is taken, too' })
  readonly formerUntil: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'UTC day; null before the first use' })
  readonly lastUsedOn: string | null;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.7', description: 'the address it was last used from' })
  readonly lastUsedFrom: string | null;
}

export class MadeApiKeyBody {
  @ApiProperty({ type: ApiKeyBody })
  readonly apiKey: ApiKeyBody;

  @ApiProperty({ description: 'what requests carry; shown this once' })
  readonly value: string;
}
