import { ApiProperty } from '@nestjs/swagger';
import { EXCEPTION_KINDS, EXCEPTION_SCOPES, EXCEPTION_STATES } from '@posture/findings';
import { ActorBody } from '../actor.body';

export class ExceptionBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: EXCEPTION_KINDS, enumName: 'ExceptionKind' })
  readonly kind: string;

  @ApiProperty()
  readonly reason: string;

  @ApiProperty({ enum: EXCEPTION_SCOPES, enumName: 'ExceptionScope', description: 'what it covers, now and later' })
  readonly scope: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'of scope finding' })
  readonly findingId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of scope rule_subject' })
  readonly rule: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'User:00u1', description: 'of scope rule_subject' })
  readonly subject: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'rule:okta-path-*', description: 'of scope filter' })
  readonly filter: string | null;

  @ApiProperty({
    enum: EXCEPTION_STATES,
    enumName: 'ExceptionState',
    description: 'active: what it covers is suppressed; expired or revoked: what is still there is open again',
  })
  readonly state: string;

  @ApiProperty({ description: 'findings that are suppressed under it' })
  readonly findings: number;

  @ApiProperty({ type: ActorBody })
  readonly requestedBy: ActorBody;

  @ApiProperty({ type: ActorBody, nullable: true, description: 'null: it is so short that it needed nobody' })
  readonly approvedBy: ActorBody | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it has no end' })
  readonly expiresAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly endedAt: string | null;

  @ApiProperty({ type: ActorBody, nullable: true })
  readonly endedBy: ActorBody | null;

  @ApiProperty({ minimum: 1 })
  readonly version: number;
}
