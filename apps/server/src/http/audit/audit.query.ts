import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, Min, ValidateIf } from 'class-validator';
import { AUDIT_OUTCOMES } from '@posture/operators';
import type { AuditOutcome } from '@posture/operators';
import { AnyOf } from '../any-of';
import { AnyConnectionPageQuery } from '../connection-query';
import { Instant } from '../instant';

export class AuditEventsQuery extends AnyConnectionPageQuery {
  @ApiPropertyOptional({ minLength: 1, description: 'id of who asked' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly actor?: string;

  @ApiPropertyOptional({ minLength: 1, example: 'channel.create' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly action?: string;

  @ApiPropertyOptional({ minLength: 1, description: 'id of what it was about' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly target?: string;

  @AnyOf(AUDIT_OUTCOMES, 'AuditOutcome')
  readonly outcome?: AuditOutcome[];

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'asked then or later' })
  @IsOptional()
  @Instant()
  readonly from?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'asked before' })
  @IsOptional()
  @Instant()
  readonly to?: Date;
}

export class VerifyQuery {
  @ApiPropertyOptional({ minimum: 1, description: 'of an end that was told before, with its hash' })
  @ValidateIf(({ seq, hash }: VerifyQuery) => seq !== undefined || hash !== undefined)
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly seq?: number;

  @ApiPropertyOptional({ pattern: '^[0-9a-f]{64}$', description: 'of an end that was told before, with its seq' })
  @ValidateIf(({ seq, hash }: VerifyQuery) => seq !== undefined || hash !== undefined)
  @Matches(/^[0-9a-f]{64}$/, { message: 'hash must be 64 hexadecimal digits' })
  readonly hash?: string;
}
