import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Public } from '../auth/api-key.guard';

@ApiTags('description')
@Controller('openapi.json')
export class OpenApiController {
  /** Set once the application is built, for it describes that application. */
  document: OpenAPIObject | null = null;

  @Get()
  @Public()
  @ApiOperation({ operationId: 'getDescription', summary: 'This description' })
  @ApiOkResponse({ description: 'OpenAPI 3.1', schema: { type: 'object', additionalProperties: true } })
  get(): OpenAPIObject | null {
    return this.document;
  }
}
