import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { SubjectBody } from '../subject.dto';
import { HeldBody, TenantObjectBody } from '../tenant-object.body';

export class KnownDaysBody {
  @ApiProperty({ type: Number, nullable: true, description: 'null: there is no such time, or nobody knows it' })
  readonly days: number | null;

  @ApiProperty({ enum: ['known', 'unknown', 'at_least'], enumName: 'Certainty' })
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

export class TenantCredentialBody extends TenantObjectBody {
  @ApiProperty({
    type: [SubjectBody],
    description: 'the user a token acts as, the app of a secret or a key, all that sign with a certificate',
  })
  readonly owners: readonly SubjectBody[];

  @ApiProperty({ type: KnownDaysBody, description: 'since it was made' })
  readonly age: KnownDaysBody;

  @ApiProperty({
    type: KnownDaysBody,
    description: 'since it was used last; of what was never used, since it was made',
  })
  readonly sinceLastUse: KnownDaysBody;

  @ApiProperty({
    type: KnownDaysBody,
    description: 'until it expires, negative when it has; of a token, unless it is used',
  })
  readonly untilExpiry: KnownDaysBody;
}

export class TenantCredentialDetailBody extends IntersectionType(TenantCredentialBody, HeldBody) {}
