import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { CONNECTION_MODES } from '@posture/domain';
import type { ConnectionMode } from '@posture/domain';
import { Instant } from '../instant';
import { Optional } from '../optional';
import { PageQuery } from '../page';

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
  @Optional()
  @IsString()
  readonly keyId?: string;

  @ApiPropertyOptional({ description: 'for private_key: PEM or JWK text' })
  @ValidateIf((body: CredentialBody) => body.kind === 'private_key')
  @IsString()
  @IsNotEmpty()
  readonly privateKey?: string;
}

/** What may be left out, and is not null when it is there. */
function Given(): PropertyDecorator {
  return ValidateIf((_, value: unknown) => value !== undefined);
}

const ONE_LINE = /^[^\p{Cc}]*$/u;
const MOST_MINUTES = 525_600;

class ConnectionWordsBody {
  @ApiPropertyOptional({
    maxLength: 100,
    description: 'no other connection may have it, whatever its case',
  })
  @Given()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  @Matches(ONE_LINE, { message: 'name must be one line without control characters' })
  readonly name?: string;

  @ApiPropertyOptional({
    enum: CONNECTION_MODES,
    enumName: 'ConnectionMode',
    description: 'read: whatever would change the org is refused before it is sent; the default',
  })
  @Given()
  @IsIn(CONNECTION_MODES)
  readonly mode?: ConnectionMode;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, description: 'who answers for it' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'owner must be one line without control characters' })
  readonly owner?: string | null;

  @ApiPropertyOptional({ type: [String], description: 'e-mail addresses of those who are told how it goes' })
  @Given()
  @IsArray()
  @ArrayMaxSize(20)
  @IsEmail({}, { each: true })
  readonly contacts?: string[];

  @ApiPropertyOptional({ type: [String], example: ['production'] })
  @Given()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(50, { each: true })
  readonly labels?: string[];

  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 1, maximum: MOST_MINUTES, description: 'minutes' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_MINUTES)
  readonly overdueAfter?: number | null;
}

class GivenCredentialBody {
  @ApiProperty({ type: CredentialBody })
  @IsObject()
  @ValidateNested()
  @Type(() => CredentialBody)
  readonly credential: CredentialBody;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'when it ends, where you know; somebody is told 14 and 3 days before',
  })
  @Optional()
  @Instant()
  readonly credentialExpiresAt?: Date;
}

export class CreateConnectionBody extends IntersectionType(ConnectionWordsBody, GivenCredentialBody) {
  @ApiProperty({ example: 'acme.okta.com' })
  @IsString()
  @IsNotEmpty()
  readonly domain: string;

  @ApiPropertyOptional({ default: true, description: 'false: it is read when somebody asks, or its schedule says so' })
  @Given()
  @IsBoolean()
  readonly firstSync: boolean = true;
}

export class ChangeConnectionBody extends ConnectionWordsBody {}

export class ReplaceCredentialBody extends GivenCredentialBody {
  @ApiPropertyOptional({
    example: 'login.acme.com',
    description: 'another address of the same org, to go by from now on',
  })
  @Optional()
  @IsString()
  @IsNotEmpty()
  readonly domain?: string;

  @ApiPropertyOptional({ description: 'true: the credential before it is to be destroyed' })
  @Optional()
  @IsBoolean()
  readonly confirm?: boolean;
}

const KEPT = ['keep', 'purge'] as const;

/** A yes or no of a query. */
function Flag(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
}

export class DeleteConnectionQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'true: it is meant' })
  @Optional()
  @Flag()
  @IsBoolean()
  readonly confirm?: boolean;

  @ApiPropertyOptional({
    enum: KEPT,
    enumName: 'KeptHistory',
    default: 'keep',
    description:
      'keep: what is known stays to be asked, and goes on when the org is connected again; purge: nothing is left',
  })
  @Optional()
  @IsIn(KEPT)
  readonly history: (typeof KEPT)[number] = 'keep';
}

export class ConnectionsQuery extends PageQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'true: those of which only the history is kept, too',
  })
  @Optional()
  @Flag()
  @IsBoolean()
  readonly removed: boolean = false;
}
