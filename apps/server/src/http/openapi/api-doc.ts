import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PageInfo } from '../page';
import { Problem } from '../problem/problem.dto';
import { TITLE } from '../problem/to-problem';

/** A list answers `{ data, page }`, and beside them the parts of a time it can answer for where it has any. */
export function ApiPage(row: Type<unknown>, { knownFor }: { readonly knownFor?: Type<unknown> } = {}): MethodDecorator {
  const beside: Record<string, object> =
    knownFor === undefined ? {} : { knownFor: { description: KNOWN_FOR, ...listOf(knownFor) } };
  return applyDecorators(
    ApiExtraModels(row, PageInfo, ...(knownFor === undefined ? [] : [knownFor])),
    ApiOkResponse({
      description: 'one page',
      schema: {
        type: 'object',
        required: ['data', 'page', ...Object.keys(beside)],
        properties: { data: listOf(row), page: { $ref: getSchemaPath(PageInfo) }, ...beside },
      },
    }),
  );
}

const KNOWN_FOR =
  'parts of the time asked for in which the log was read without a gap and is still kept, oldest first; outside of them ' +
  'what is not listed may have happened all the same';

function listOf(row: Type<unknown>) {
  return { type: 'array', items: { $ref: getSchemaPath(row) } };
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

/** A schema as a part of another document, without the address of its own dialect. */
export function inlineSchema({ $schema: _, ...schema }: Readonly<Record<string, unknown>>): Record<string, never> {
  return schema as Record<string, never>;
}

/** One route of the description. */
export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** A header of the answers of success. */
export function describeHeader(operation: Operation, name: string, header: object): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    const answered = answer as { headers?: Record<string, object> };
    if (status.startsWith('2')) answered.headers = { ...answered.headers, [name]: header };
  }
}
