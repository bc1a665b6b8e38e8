import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiKeyStore } from '@posture/operators';
import type { Principal } from '@posture/operators';
import { Asker, Needs } from '../auth/needs';
import { NoQuery } from '../page';
import { MeBody } from './operators.body';
import { meView } from './operators.view';

@ApiTags('operators')
@Controller('operators')
export class OperatorsController {
  constructor(private readonly keys: ApiKeyStore) {}

  @Get('me')
  @Needs('self:read')
  @ApiOperation({ operationId: 'getMe', summary: 'Who asks, and what he may' })
  @ApiOkResponse({ type: MeBody })
  async me(@Query() _query: NoQuery, @Asker() asker: Principal): Promise<MeBody> {
    return meView(asker, await this.keys.get(asker.id, null));
  }
}
