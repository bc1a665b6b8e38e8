import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { X_PERMISSION, X_PUBLIC } from '../auth/needs';
import { problemResponse } from './api-doc';
import { describeBodies } from './bodies';
import { describeLimits } from './limits';
import { describeOnce } from './once';
import { describeVersions } from './versions';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonRecord = { [name: string]: Json };

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * OpenAPI 3.1, generated from the controllers, with the permission each route needs and the problems every route can
 * answer: 400 at least, for an unknown query.
 * @throws {Error} when a route neither declares a permission nor is open to everybody
 */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Posture engine')
      .setDescription(
        'Connections to Okta orgs, their syncs, users with what they reach, what happened, and findings. Lists answer ' +
          '`{ data, page }`; errors are problem documents (RFC 9457) with a stable `code`.',
      )
      .setVersion('1')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer('/')
      .addBearerAuth({
        type: 'http',
        scheme: 'bearer',
        description: 'a key of this API: the owner key printed at first start, or one made with it',
      })
      .build(),
  );
  for (const [address, path] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation === undefined) continue;
      const isOpen = declaresItsUse(operation, `${method} ${address}`) === 'open';
      describeVersions(operation, method);
      describeOnce(operation, method);
      for (const parameter of operation.parameters ?? []) if (isList(parameter)) parameter.explode = false;
      const statuses = [400, ...(isOpen ? [] : [401, 403, 429]), ...(namesSomething(operation) ? [404] : []), 500, 503];
      for (const status of statuses) operation.responses[String(status)] ??= problemResponse(status);
      if (isOpen) operation.security = [];
      else describeLimits(operation);
    }
  }
  describeBodies(document);
  return withoutNullable(document as unknown as Json) as unknown as OpenAPIObject;
}

/** A path, a query or a body may name what is not there, or is nothing the asker sees. */
function namesSomething({ parameters = [], requestBody }: Operation): boolean {
  if (requestBody !== undefined) return true;
  return parameters.some((each) => 'in' in each && (each.in === 'path' || each.name === 'connectionId'));
}

/** The marker is ours; the description says in its own words that a route is open. */
function declaresItsUse(operation: object, name: string): 'open' | 'permitted' {
  const declared = operation as { [X_PERMISSION]?: unknown; [X_PUBLIC]?: unknown; security?: object[] };
  if (declared[X_PERMISSION] !== undefined) return 'permitted';
  if (declared[X_PUBLIC] === undefined) {
    throw new Error(`The route ${name} says nothing of who may use it: give it @Needs(permission), or @Public().`);
  }
  delete declared[X_PUBLIC];
  declared.security = [];
  return 'open';
}

/** Several values of one filter are written with commas. */
function isList(parameter: object): parameter is { explode?: boolean } {
  return 'schema' in parameter && (parameter.schema as { type?: unknown }).type === 'array';
}

/** OpenAPI 3.1 has no `nullable`, null is a type like others; and what is beside a `$ref` counts, so that nothing wraps it. */
function withoutNullable(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = unwrapped(
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutNullable(inner)])),
  );
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  const { $ref, description, ...own } = rest;
  const about: JsonRecord = description === undefined ? {} : { description };
  if ($ref !== undefined) return { ...about, oneOf: [{ $ref }, { type: 'null' }] };
  if (Array.isArray(own['enum'])) own['enum'] = [...own['enum'], null];
  return { ...about, ...own, type: [own['type'] ?? 'object', 'null'] };
}

function unwrapped({ allOf, ...own }: JsonRecord): JsonRecord {
  if (!Array.isArray(allOf)) return allOf === undefined ? own : { ...own, allOf };
  const [only, ...others] = allOf;
  return others.length === 0 ? { ...own, ...(only as JsonRecord) } : { ...own, allOf };
}
