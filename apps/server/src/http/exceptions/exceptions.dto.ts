import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, IsUUID, Min } from 'class-validator';
import { EXCEPTION_KINDS, EXCEPTION_SCOPES, EXCEPTION_STATES } from '@posture/findings';
import type { ExceptionKind, ExceptionScope, ExceptionState } from '@posture/findings';
import { AnyOf } from '../any-of';
import { AnyConnectionPageQuery } from '../connection-query';
import { Instant } from '../instant';
import { Optional } from '../optional';
import { Said } from '../said';

export class ExceptionScopeBody {
  @ApiProperty({ enum: EXCEPTION_SCOPES, enumName: 'ExceptionScope' })
  @IsIn(EXCEPTION_SCOPES)
  readonly scope: ExceptionScope['type'];

  @ApiPropertyOptional({ format: 'uuid', description: 'of scope finding' })
  @Optional()
  @IsUUID()
  readonly findingId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'of every other scope' })
  @Optional()
  @IsUUID()
  readonly connectionId?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 200, description: 'of scope rule_subject' })
  @Optional()
  @Said(200)
  readonly rule?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 500, example: 'User:00u1', description: 'of scope rule_subject' })
  @Optional()
  @Said(500)
  readonly subject?: string;

  @ApiPropertyOptional({ example: 'rule:okta-path-*', description: 'of scope filter, in the grammar of lists' })
  @Optional()
  @IsString()
  readonly filter?: string;
}

/** Why, and until when. */
export class CreateExceptionBody extends ExceptionScopeBody {
  @ApiProperty({ enum: EXCEPTION_KINDS, enumName: 'ExceptionKind' })
  @IsIn(EXCEPTION_KINDS)
  readonly kind: ExceptionKind;

  @ApiProperty({ minLength: 10, maxLength: 2_000 })
  @Said(2_000)
  readonly reason: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'at most 365 days from now; kinds risk_accepted and compensating_control have one',
  })
  @Optional()
  @Instant()
  readonly expiresAt?: Date;

  @ApiPropertyOptional({ minimum: 0, description: 'what the preview counted; needed of every scope but finding' })
  @Optional()
  @IsInt()
  @Min(0)
  readonly expectedCount?: number;
}

export class ExceptionsQuery extends AnyConnectionPageQuery {
  @AnyOf(EXCEPTION_STATES, 'ExceptionState')
  readonly state?: ExceptionState[];
}
