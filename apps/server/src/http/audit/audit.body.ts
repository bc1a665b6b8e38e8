import { ApiProperty } from '@nestjs/swagger';
import { AUDIT_OUTCOMES, CHAIN_FAULTS } from '@posture/operators';
import { ActorBody } from '../actor.body';

const MAYBE = { type: String, nullable: true } as const;

export class AuditTargetBody {
  @ApiProperty({ example: 'channel' })
  readonly type: string;

  @ApiProperty({ ...MAYBE, description: 'null where nothing was made' })
  readonly id: string | null;

  @ApiProperty({ ...MAYBE, description: 'as it was then' })
  readonly name: string | null;
}

export class AuditEventBody {
  @ApiProperty({ minimum: 1, description: 'position in the chain' })
  readonly seq: number;

  @ApiProperty({ format: 'date-time', description: 'when it was asked for' })
  readonly at: string;

  @ApiProperty({ type: ActorBody, description: 'as it was called then' })
  readonly actor: ActorBody;

  @ApiProperty({ ...MAYBE, example: '192.0.2.7', description: 'where it was asked from; null at the command line' })
  readonly address: string | null;

  @ApiProperty({ ...MAYBE, example: 'curl/8.5.0' })
  readonly userAgent: string | null;

  @ApiProperty({ example: 'channel.create', description: 'noun.verb' })
  readonly action: string;

  @ApiProperty({ type: AuditTargetBody })
  readonly target: AuditTargetBody;

  @ApiProperty({ ...MAYBE, description: 'the connection it was about' })
  readonly connectionId: string | null;

  @ApiProperty({
    enum: AUDIT_OUTCOMES,
    enumName: 'AuditOutcome',
    description:
      'asked: how it ended was not written; it is under way, or the process was gone. refused: nothing was changed; failed: something may have been',
  })
  readonly outcome: string;

  @ApiProperty({ ...MAYBE, example: 'channel.stale', description: 'code of the problem it ended with' })
  readonly code: string | null;

  @ApiProperty({ ...MAYBE, format: 'date-time' })
  readonly endedAt: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'what was asked for, by field; secrets as [secret], of addresses not the path',
  })
  readonly fields: object;

  @ApiProperty(MAYBE)
  readonly reason: string | null;

  @ApiProperty({ ...MAYBE, description: 'as the log and a problem know it; null at the command line' })
  readonly requestId: string | null;

  @ApiProperty({ description: 'of its row in the chain' })
  readonly hash: string;
}

export class ChainHeadBody {
  @ApiProperty({ minimum: 0 })
  readonly seq: number;

  @ApiProperty()
  readonly hash: string;
}

export class ChainBreakBody {
  @ApiProperty({ minimum: 0 })
  readonly seq: number;

  @ApiProperty({
    enum: CHAIN_FAULTS,
    enumName: 'ChainFault',
    description:
      'altered: says something else than it did; missing: gone, from the middle or the end; unlinked: does not follow the one before; unproven: the end was not written with the master key; unlike: not the hash that was told before',
  })
  readonly fault: string;
}

export class AuditProofBody {
  @ApiProperty({ description: 'whether every row is as it was written, and none is gone' })
  readonly isIntact: boolean;

  @ApiProperty({ minimum: 0, description: 'rows; a change has one for its asking and one for its end' })
  readonly checked: number;

  @ApiProperty({ minimum: 1, description: 'the first that is kept' })
  readonly firstSeq: number;

  @ApiProperty({
    type: ChainHeadBody,
    description: 'the end; kept elsewhere and given to a later check, it shows when newer rows were cut off',
  })
  readonly head: ChainHeadBody;

  @ApiProperty({ minimum: 0 })
  readonly faults: number;

  @ApiProperty({ type: [ChainBreakBody], description: 'the first hundred' })
  readonly breaks: ChainBreakBody[];
}
