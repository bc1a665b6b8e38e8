import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';

const HEAD =
  '/** The types of the HTTP API. Generated from docs/reference/openapi.json by `npm run docs`; do not edit. */\n';

/** Where they are kept, from the root of the repository. */
export const CLIENT_TYPES = 'apps/cli/src/client/api.ts';

/** Types of every route of a description for the command line's client: what it may ask, and what success is answered with. */
export async function clientTypes(description: string): Promise<string> {
  const nodes = await openapiTS(withoutRefusals(JSON.parse(description) as Description), {
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
  });
  // Two of what it makes are aliases of nothing: an API has webhooks or definitions of its own, or it has not.
  return HEAD + astToString(nodes.filter((node) => !ts.isTypeAliasDeclaration(node)));
}

/** As it is checked in. */
export function describedApi(): string {
  return readFileSync(join(__dirname, '../docs/reference/openapi.json'), 'utf8');
}

type Description = OpenAPI3 & {
  readonly paths: Record<string, Record<string, { responses: Record<string, { headers?: unknown }> }>>;
};

/** Every refusal is one problem document, which the client reads itself; a hundred copies would hide what differs. */
function withoutRefusals(description: Description): Description {
  for (const { responses } of Object.values(description.paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(responses))
      if (status.startsWith('2')) delete response.headers;
      else delete responses[status];
  }
  return description;
}
