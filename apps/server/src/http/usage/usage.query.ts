import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsIn, IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { USAGE_KINDS } from '@posture/domain';
import type { UsageKind } from '@posture/domain';
import { PageQuery } from '../page';

/** A day in UTC that may be left out. */
function Day(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ format: 'date', description, example: '2026-03-02' }),
    IsOptional(),
    Matches(/^[1-9]\d{3}-\d{2}-\d{2}$/, { message: '$property must be a day, written as YYYY-MM-DD' }),
    IsISO8601({ strict: true }),
  );
}

export class UsageQuery extends PageQuery {
  @ApiProperty({
    enum: USAGE_KINDS,
    enumName: 'UsageKind',
    description:
      'whose use; user_app is that of an application by one user, user_app_given that it was given to one, client_scope a scope one client asked for, admin a user or client who did what takes an admin role or scope, credential_asn and credential_agent one credential in a network and in the hand of a program; type counts events whoever acted',
  })
  @IsIn(USAGE_KINDS)
  readonly kind: UsageKind;

  @ApiPropertyOptional({
    minLength: 1,
    description:
      "one of them only: the provider's id, of kinds that join two names both with a blank between, or the event type",
    example: '00u1a2b3',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly key?: string;

  @Day('first day, in UTC')
  readonly from?: string;

  @Day('last day, in UTC')
  readonly to?: string;
}
