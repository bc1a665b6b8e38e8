import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const KINDS = ['api_token', 'client_secret', 'private_key'] as const;

export class CredentialBody {
  @ApiProperty({ enum: KINDS, enumName: 'CredentialKind' })
  @IsIn(KINDS)
  readonly kind: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'for api_token' })
  @ValidateIf((body: CredentialBody) => body.kind === 'api_token')
  @IsString()
  @IsNotEmpty()
  readonly token?: string;

  @ApiPropertyOptional({ description: 'for client_secret and private_key' })
  @ValidateIf((body: CredentialBody) => body.kind !== 'api_token')
  @IsString()
  @IsNotEmpty()
  readonly clientId?: string;

  @ApiPropertyOptional({ description: 'for client_secret' })
  @ValidateIf((body: CredentialBody) => body.kind === 'client_secret')
  @IsString()
  @IsNotEmpty()
  readonly clientSecret?: string;

  @ApiPropertyOptional({ description: 'for private_key, when the app has several keys and the key is a PEM' })
  @IsOptional()
  @IsString()
  readonly keyId?: string;

  @ApiPropertyOptional({ description: 'for private_key: PEM or JWK text' })
  @ValidateIf((body: CredentialBody) => body.kind === 'private_key')
  @IsString()
  @IsNotEmpty()
  readonly privateKey?: string;
}

export class CreateConnectionBody {
  @ApiProperty({ example: 'acme.okta.com' })
  @IsString()
  @IsNotEmpty()
  readonly domain: string;

  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly name?: string;

  @ApiProperty({ type: CredentialBody })
  @IsObject()
  @ValidateNested()
  @Type(() => CredentialBody)
  readonly credential: CredentialBody;
}

export class StartSyncBody {
  @ApiPropertyOptional({ enum: ['default', 'strict-gov', 'everything'], enumName: 'Profile', default: 'default' })
  @IsOptional()
  @IsIn(['default', 'strict-gov', 'everything'])
  readonly profile: 'default' | 'strict-gov' | 'everything' = 'default';

  @ApiPropertyOptional({ enum: ['admins', 'all'], enumName: 'FactorScope', default: 'admins' })
  @IsOptional()
  @IsIn(['admins', 'all'])
  readonly factors: 'admins' | 'all' = 'admins';

  @ApiPropertyOptional({
    default: false,
    description: 'Okta logs each read of a client secret; only age and status are kept',
  })
  @IsOptional()
  @IsBoolean()
  readonly includeClientSecrets: boolean = false;

  @ApiPropertyOptional({
    default: false,
    description: 'believe it this once when much of a list, or all of it, is gone: it was really deleted in Okta',
  })
  @IsOptional()
  @IsBoolean()
  readonly acceptDisappearance: boolean = false;
}
