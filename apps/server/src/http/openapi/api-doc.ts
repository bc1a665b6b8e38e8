import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PageInfo } from '../page';
import { Problem } from '../problem/problem.dto';
import { TITLE } from '../problem/to-problem';

/** A list answers `{ data, page }`. */
export function ApiPage(row: Type<unknown>): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(row, PageInfo),
    ApiOkResponse({
      description: 'one page',
      schema: {
        type: 'object',
        required: ['data', 'page'],
        properties: {
          data: { type: 'array', items: { $ref: getSchemaPath(row) } },
          page: { $ref: getSchemaPath(PageInfo) },
        },
      },
    }),
  );
}

/** Problems of a route beyond those every route has (see `describeApi`). */
export function ApiProblems(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(Problem),
    ...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })),
  );
}

export function problemResponse(status: number) {
  return {
    description: TITLE[status] ?? 'Error',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
  };
}
