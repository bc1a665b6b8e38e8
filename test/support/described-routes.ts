import type { OpenAPIObject } from '@nestjs/swagger';

/** A route as the description has it, with what it takes to call it. */
export interface DescribedRoute {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Such as `/findings/{id}/members`. */
  readonly template: string;
  /** null: open to everybody. */
  readonly permission: string | null;
  /** The noun before its first `{id}`; null when it has none. */
  readonly noun: string | null;
  readonly takesConnection: boolean;
  /** What may be asked of it in a query. */
  readonly queries: readonly string[];
  /** Whether it changes something. */
  readonly changes: boolean;
  readonly takesBody: boolean;
  /** Whether its answer goes on until its reader has enough. */
  readonly streams: boolean;
  readonly statuses: readonly string[];
  /** Its address with ids filled in, of what `noun` names and of whatever else, and with every query it must have. */
  path(id: string, query?: Readonly<Record<string, string>>): string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema?: { readonly enum?: readonly string[]; readonly format?: string; readonly $ref?: string };
}

/** Every route of the API, from its own description. */
export function describedRoutes(document: OpenAPIObject): DescribedRoute[] {
  return Object.entries(document.paths).flatMap(([address, item]) =>
    (['get', 'post', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [routeOf(document, address.replace('/api/v1', ''), method, operation)];
    }),
  );
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

function routeOf(
  document: OpenAPIObject,
  template: string,
  method: DescribedRoute['method'],
  operation: Operation,
): DescribedRoute {
  const parameters = (operation.parameters ?? []) as unknown as Parameter[];
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const permission = (operation as { 'x-permission'?: string })['x-permission'] ?? null;
  return {
    operationId: operation.operationId!,
    method,
    template,
    permission,
    noun: /\/([^/{]+)\/\{/.exec(template)?.[1] ?? null,
    queries: queries.map(({ name }) => name),
    takesConnection: queries.some(({ name }) => name === 'connectionId'),
    changes: method !== 'get',
    takesBody: operation.requestBody !== undefined,
    streams: JSON.stringify(operation.responses).includes('text/event-stream'),
    statuses: Object.keys(operation.responses),
    path(id, query = {}) {
      let first = true;
      const path = template.replace(/\{[^}]+\}/g, () => {
        const filled = first ? id : OTHER;
        first = false;
        return filled;
      });
      const needed = queries.filter(({ required, name }) => required === true && query[name] === undefined);
      const values = { ...Object.fromEntries(needed.map((each) => [each.name, valueOf(document, each)])), ...query };
      const search = new URLSearchParams(values).toString();
      return search === '' ? path : `${path}?${search}`;
    },
  };
}

/** Nobody's id. */
export const OTHER = '0198f000-0000-7000-8000-000000000000';

function valueOf(document: OpenAPIObject, { name, example, schema = {} }: Parameter): string {
  if (name === 'connectionId') return OTHER;
  if (typeof example === 'string') return example;
  const named = schema.$ref === undefined ? schema : document.components!.schemas![schema.$ref.split('/').at(-1)!];
  const [choice] = (named as { enum?: readonly string[] }).enum ?? [];
  return choice ?? (schema.format === 'date-time' ? '2026-03-01T00:00:00Z' : 'User:00u1');
}
