import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PageInfo } from '../page';
import { Problem } from '../problem/problem.dto';
import { TITLE } from '../problem/to-problem';

interface Beside {
  /** The parts of a time it can answer for. */
  readonly knownFor?: Type<unknown>;
  /** What was not read and may be missing. */
  readonly notAssessed?: Type<unknown>;
}

/** A list answers `{ data, page }`, and beside them what it cannot answer for where it says so. */
export function ApiPage(row: Type<unknown>, { knownFor, notAssessed }: Beside = {}): MethodDecorator {
  const beside: Record<string, object> = {
    ...(knownFor === undefined ? {} : { knownFor: { description: KNOWN_FOR, ...listOf(knownFor) } }),
    ...(notAssessed === undefined ? {} : { notAssessed: { description: NOT_ASSESSED, ...listOf(notAssessed) } }),
  };
  return applyDecorators(
    ApiExtraModels(row, PageInfo, ...[knownFor, notAssessed].filter((model) => model !== undefined)),
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

const NOT_ASSESSED =
  'what was not read to its end, so that something that belongs here may be missing, or be more privileged than it looks; ' +
  'empty: nothing is';

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
