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

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when the secret of its event hook was made; null: no event hook is listened to',
  })
  readonly hookMadeAt: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;
}

export class HookBody {
  @ApiProperty({
    example: '/hooks/0198c1f2-…',
    description: 'at the port for event hooks, or at what stands before it',
  })
  readonly path: string;

  @ApiProperty({ example: 'Authorization', description: 'request header the provider is to send the secret in' })
  readonly header: string;

  @ApiProperty({ description: 'its whole value; shown this once' })
  readonly secret: string;
}
