import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { ArrayNotEmpty, IsIn, IsInt, IsNotEmpty, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { KEY_LIFE, KEY_OVERLAP, KEY_STATES, OPERATOR_ROLES } from '@posture/operators';
import type { KeyState, OperatorRole } from '@posture/operators';
import { AnyOf } from '../any-of';
import { Optional } from '../optional';
import { PageQuery } from '../page';

export class CreateApiKeyBody {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'SIEM reader' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly name: string;

  @ApiProperty({ enum: OPERATOR_ROLES, enumName: 'OperatorRole', description: 'up to the role of whoever makes it' })
  @IsIn(OPERATOR_ROLES)
  readonly role: OperatorRole;

  @ApiPropertyOptional({
    minItems: 1,
    type: [String],
    format: 'uuid',
    description: 'what its maker sees when left out',
  })
  @Optional()
  @ArrayNotEmpty()
  @IsUUID(undefined, { each: true })
  readonly connectionIds?: string[];

  @ApiPropertyOptional({ minimum: 1, maximum: KEY_LIFE.mostDays, default: KEY_LIFE.days })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(KEY_LIFE.mostDays)
  readonly expiresInDays?: number;
}

export class ChangeApiKeyBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100 })
  @Optional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly name?: string;

  @ApiPropertyOptional({ enum: OPERATOR_ROLES, enumName: 'OperatorRole' })
  @Optional()
  @IsIn(OPERATOR_ROLES)
  readonly role?: OperatorRole;
}

export class RotateApiKeyBody extends PickType(CreateApiKeyBody, ['expiresInDays']) {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: KEY_OVERLAP.mostHours,
    default: KEY_OVERLAP.hours,
    description: 'how long the value before is taken, too',
  })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(KEY_OVERLAP.mostHours)
  readonly overlapHours?: number;
}

export class ApiKeysQuery extends PageQuery {
  @AnyOf(KEY_STATES, 'KeyState')
  readonly state?: KeyState[];
}
