import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Public } from '../auth/needs';
import { NoQuery } from '../page';

@ApiTags('description')
@Controller('openapi.json')
export class OpenApiController {
  /** Set once the application is built, for it describes that application. */
  document: OpenAPIObject | null = null;

  @Get()
  @Public()
  @ApiOperation({ operationId: 'getDescription', summary: 'This description' })
  @ApiOkResponse({ description: 'OpenAPI 3.1', schema: { type: 'object', additionalProperties: true } })
  get(@Query() _query: NoQuery): OpenAPIObject | null {
    return this.document;
  }
}
