import { ApiProperty } from '@nestjs/swagger';
import { TIERS } from '@posture/domain';
import type { Tier } from '@posture/domain';
import { SubjectBody } from '../subject.dto';

export class KnownDaysBody {
  @ApiProperty({ type: Number, nullable: true, description: 'null: there is no such time, or nobody knows it' })
  readonly days: number | null;

  @ApiProperty({ enum: ['known', 'unknown', 'at_least'], enumName: 'Certainty' })
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

export class CredentialBody extends SubjectBody {
  @ApiProperty({
    enum: TIERS,
    enumName: 'Tier',
    description: 'how much falls with the credential; T0 is the whole tenant',
  })
  readonly tier: Tier;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ACTIVE',
    description: 'null where the provider gives it none',
  })
  readonly status: string | null;

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

export class CredentialDetailBody extends CredentialBody {
  @ApiProperty()
  readonly tierReason: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider has it; never its value' })
  readonly props: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'values that change by themselves' })
  readonly observed: object;
}
