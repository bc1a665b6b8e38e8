/** Writes every generated file from the build. A spec fails when one of them is not current. */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { apiDescription } = require('../dist/apps/server/src/create-server');
const { generatedFiles } = require('../dist/libs/flows/src/generated-files');

const root = join(__dirname, '..');

async function main() {
  const api = `${JSON.stringify(await apiDescription(), null, 2)}\n`;
  for (const [file, text] of [...(await generatedFiles()), ['docs/reference/openapi.json', api]]) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
    process.stdout.write(`${file}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
