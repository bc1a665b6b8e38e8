/** Reads an OpenAPI description and prints, as JSON, what is wrong with it by the rules Redocly recommends; [] when nothing is. */
async function main() {
  const { createConfig, lintFromString } = await import('@redocly/openapi-core');
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: Buffer.concat(chunks).toString(), config });
  const faults = found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
  process.stdout.write(`${JSON.stringify(faults)}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
