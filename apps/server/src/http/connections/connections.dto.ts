import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
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
