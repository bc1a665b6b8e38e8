import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CREDENTIAL_KINDS, CredentialDirectory } from '@posture/flows';
import { AsOfQuery } from '../as-of.query';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOf } from '../page';
import type { AssessedPage } from '../page';
import { MissingBody } from '../subject.dto';
import { missingView } from '../subject.view';
import { TenantCredentialBody, TenantCredentialDetailBody } from './credentials.body';
import { CredentialsQuery } from './credentials.query';
import { credentialDetailView, credentialView } from './credentials.view';

@ApiTags('credentials')
@Needs('inventory:read')
@Controller('connections/:connectionId/credentials')
export class CredentialsController {
  constructor(
    private readonly credentials: CredentialDirectory,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listCredentials',
    summary:
      'API tokens, keys and secrets of clients by key: whose they are, how old, when last used, when they expire',
    description: 'What the log says of use is known for as long as the log was read. Values are never read.',
  })
  @ApiPage(TenantCredentialBody, { notAssessed: MissingBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: CredentialsQuery,
  ): Promise<AssessedPage<TenantCredentialBody>> {
    const { owner, asOf = null } = query;
    const kinds = [...(query.kind ?? CREDENTIAL_KINDS)].sort();
    const credentials = await this.credentials.open(connectionId, asOf);
    const page = await pageOf(this.cursors, query, {
      scope: `credentials ${JSON.stringify([connectionId, kinds, owner, asOf])}`,
      rows: async (limit, after: string | null) => credentials.list({ kinds, owner, afterKey: after ?? '', limit }),
      placeOf: ({ key }) => key as string,
      view: credentialView,
    });
    return { ...page, notAssessed: credentials.unread(kinds).map(missingView) };
  }

  @Get(':key')
  @ApiOperation({
    operationId: 'getCredential',
    summary: 'A credential by its key, such as ApiToken:00T1a2b3',
    description: 'Its value is never read.',
  })
  @ApiOkResponse({ type: TenantCredentialDetailBody })
  async get(
    @Param('connectionId') connectionId: string,
    @Param('key') key: string,
    @Query() { asOf }: AsOfQuery,
  ): Promise<TenantCredentialDetailBody> {
    return credentialDetailView((await this.credentials.open(connectionId, asOf ?? null)).get(key));
  }
}
