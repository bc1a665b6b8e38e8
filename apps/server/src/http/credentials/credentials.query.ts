import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { CREDENTIAL_KINDS } from '@posture/flows';
import type { CredentialKind } from '@posture/flows';
import { AnyOf } from '../any-of';
import { AsOfPageQuery } from '../as-of.query';

export class CredentialsQuery extends AsOfPageQuery {
  @AnyOf(CREDENTIAL_KINDS, 'CredentialNodeKind')
  readonly kind?: readonly CredentialKind[];

  @ApiPropertyOptional({ example: 'User:00u1a2b3', description: 'key of whoever they are to speak for' })
  @IsOptional()
  @IsString()
  readonly owner?: string;
}
