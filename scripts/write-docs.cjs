/** Writes every generated file from the sources. A spec fails when one of them is not current. */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

require('../test/support/run-sources.cjs');
const { apiDescription } = require('../apps/server/src/create-server.ts');
const { generatedFiles } = require('../libs/flows/src/generated-files.ts');
const { CLI_PAGE, renderCli } = require('./cli-page.ts');
const { CLIENT_TYPES, clientTypes } = require('./client-types.cjs');
const { renderErrors } = require('./errors-page.ts');

const root = join(__dirname, '..');

async function main() {
  const api = `${JSON.stringify(await apiDescription(), null, 2)}\n`;
  const pages = [
    ['docs/reference/openapi.json', api],
    ['docs/reference/errors.md', renderErrors()],
    [CLI_PAGE, renderCli()],
    [CLIENT_TYPES, await clientTypes(api)],
  ];
  for (const [file, text] of [...(await generatedFiles()), ...pages]) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
    process.stdout.write(`${file}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
