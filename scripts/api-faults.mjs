/** Reads an OpenAPI description and prints, as JSON, what is wrong with it by the rules Redocly recommends; [] when nothing is. */
import { createConfig, lintFromString } from '@redocly/openapi-core';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const config = await createConfig({ extends: ['recommended'] });
const found = await lintFromString({ source: Buffer.concat(chunks).toString(), config });
const faults = found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
process.stdout.write(`${JSON.stringify(faults)}\n`);
