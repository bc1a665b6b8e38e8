import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsUrl, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { ACTIONS, EXCEPTION_KINDS } from '@posture/findings';
import type { ExceptionKind, FindingAction } from '@posture/findings';
import { Instant } from '../instant';
import { Optional } from '../optional';
import { Said } from '../said';

class GivenSeverity {
  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  @IsIn(SEVERITIES)
  readonly value: Severity;

  @ApiProperty({ minLength: 1, maxLength: 2_000 })
  @Said(2_000)
  readonly reason: string;
}

class GivenRef {
  @ApiProperty({ minLength: 1, maxLength: 50, example: 'jira' })
  @Said(50)
  readonly system: string;

  @ApiProperty({ minLength: 1, maxLength: 100, example: 'SEC-1204' })
  @Said(100)
  readonly key: string;

  @ApiProperty({ maxLength: 2_000, example: 'https://tickets.acme.example/SEC-1204', description: 'https' })
  @IsUrl({ protocols: ['https'], require_protocol: true, disallow_auth: true })
  @MaxLength(2_000)
  readonly url: string;
}

const MAY_BE_NULL = ValidateIf((_: object, value: unknown) => value !== null && value !== undefined);

/** What is left out stays as it is. */
export class ChangeFindingBody {
  @ApiPropertyOptional({
    minLength: 1,
    type: String,
    nullable: true,
    maxLength: 200,
    description: '`me` is who asks; null: nobody',
  })
  @MAY_BE_NULL
  @Said(200)
  readonly assignee?: string | null;

  @ApiPropertyOptional({ type: GivenSeverity, nullable: true, description: 'null: what its rule says' })
  @MAY_BE_NULL
  @ValidateNested()
  @Type(() => GivenSeverity)
  readonly severity?: GivenSeverity | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'null: by its severity' })
  @MAY_BE_NULL
  @Instant()
  readonly dueAt?: Date | null;

  @ApiPropertyOptional({ type: [GivenRef], maxItems: 20, description: 'all of them, in place of those there are' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => GivenRef)
  readonly externalRefs?: GivenRef[];

  @ApiPropertyOptional({ type: Boolean, enum: [false], description: 'false: somebody looked, and it stays as it is' })
  @Optional()
  @IsIn([false])
  readonly needsReview?: false;
}

/** What `except` takes, of one finding as of many. */
export class ExceptParams {
  @ApiPropertyOptional({ enum: EXCEPTION_KINDS, enumName: 'ExceptionKind', description: 'of except' })
  @Optional()
  @IsIn(EXCEPTION_KINDS)
  readonly kind?: ExceptionKind;

  @ApiPropertyOptional({ minLength: 10, maxLength: 2_000, description: 'of except' })
  @Optional()
  @Said(2_000)
  readonly reason?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'of except; see exceptions' })
  @Optional()
  @Instant()
  readonly expiresAt?: Date;
}

export class TransitionBody extends ExceptParams {
  @ApiProperty({ enum: ACTIONS, enumName: 'FindingAction' })
  @IsIn(ACTIONS)
  readonly action: FindingAction;

  @ApiPropertyOptional({ minLength: 1, maxLength: 2_000, description: 'said with it; a claim needs one' })
  @Optional()
  @Said(2_000)
  readonly note?: string;
}

export class CreateCommentBody {
  @ApiProperty({ minLength: 1, maxLength: 4_000 })
  @Said(4_000)
  readonly text: string;
}
