import { ApiProperty } from '@nestjs/swagger';

export class ConnectionBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'okta' })
  readonly provider: string;

  @ApiProperty({ example: 'acme.okta.com' })
  readonly domain: string;

  @ApiProperty({ type: String, nullable: true, description: "the provider's id of the org" })
  readonly tenantId: string | null;

  @ApiProperty()
  readonly name: string;

  @ApiProperty({ enum: ['api_token', 'client_secret', 'private_key'], enumName: 'CredentialKind' })
  readonly credentialKind: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;
}
