import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation } from './api-doc';

interface Schema {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly properties?: object;
  readonly required?: readonly string[];
  additionalProperties?: unknown;
}

/** Says of each body that it may be left out where it needs nothing, and that it takes no field but those described. */
export function describeBodies(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item as object) as Operation[]);
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const answered = namedIn(
    operations.map(({ responses }) => responses),
    schemas,
  );
  for (const { requestBody } of operations) {
    if (requestBody === undefined || !('content' in requestBody)) continue;
    const schema = requestBody.content['application/json']?.schema as Schema | undefined;
    const body = schema?.$ref === undefined ? schema : schemas[nameOf(schema.$ref)];
    requestBody.required = (body?.required ?? []).length > 0;
    for (const name of namedIn(requestBody, schemas)) {
      const named = schemas[name]!;
      // What is also answered may get fields of which a client knows nothing yet.
      if (named.type === 'object' && named.properties !== undefined && !answered.has(name))
        named.additionalProperties ??= false;
    }
  }
}

/** Names of all schemas that are spoken of, directly or by one another. */
function namedIn(part: unknown, schemas: Readonly<Record<string, Schema>>): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { $ref } = value as Schema;
    if (typeof $ref === 'string') {
      const name = nameOf($ref);
      if (!found.has(name)) {
        found.add(name);
        look(schemas[name]);
      }
    }
    Object.values(value).forEach(look);
  };
  look(part);
  return found;
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
