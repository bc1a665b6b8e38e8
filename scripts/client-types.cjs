/** Prints the types of the HTTP API as docs/reference/openapi.json describes it; what `npm run docs` keeps is this. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { default: openapiTS, astToString } = require('openapi-typescript');
const ts = require('typescript');

const HEAD =
  '/** The types of the HTTP API. Generated from docs/reference/openapi.json by `npm run docs`; do not edit. */\n';

/** Where they are kept, from the root of the repository. */
const CLIENT_TYPES = 'apps/cli/src/client/api.ts';

/** Types of every route of a description: what it may be asked, and what success is answered with. */
async function clientTypes(description) {
  const nodes = await openapiTS(withoutRefusals(JSON.parse(description)), {
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
  });
  // Two of what it makes are aliases of nothing: an API has webhooks or definitions of its own, or it has not.
  return HEAD + astToString(nodes.filter((node) => !ts.isTypeAliasDeclaration(node)));
}

/** Every refusal is one problem document, which the client reads itself; a hundred copies would hide what differs. */
function withoutRefusals(description) {
  for (const { responses } of Object.values(description.paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(responses))
      if (status.startsWith('2')) delete response.headers;
      else delete responses[status];
  }
  return description;
}

module.exports = { CLIENT_TYPES, clientTypes };

if (require.main === module)
  void clientTypes(readFileSync(join(__dirname, '../docs/reference/openapi.json'), 'utf8')).then((text) =>
    process.stdout.write(text),
  );
