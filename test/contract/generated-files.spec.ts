import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI_PAGE, renderCli } from '../../scripts/cli-page';
import { errorCodes, promisedCodes } from '../../scripts/error-codes';
import { renderErrors } from '../../scripts/errors-page';
import { generatedFiles } from '../../libs/flows/src/generated-files';

describe('Generated files', () => {
  it('are current; `npm run docs` writes them', async () => {
    const files = [
      ...(await generatedFiles()),
      ['docs/reference/errors.md', renderErrors()] as const,
      [CLI_PAGE, renderCli()] as const,
      ['apps/cli/src/client/api.ts', clientTypes()] as const,
    ];
    const stale = files.filter(([file, text]) => {
      const path = join(__dirname, '../..', file);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    });

    expect(stale.map(([file]) => file)).toEqual([]);
  });
});

/** By a process of its own: the library that makes them loads modules that jest cannot. */
function clientTypes(): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../../scripts/client-types.cjs')], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout === '' ? stderr : stdout;
}

describe('Error codes', () => {
  const codes = errorCodes();

  it('are a noun and a reason, with a kind and a message', () => {
    const odd = codes.filter(({ code, kind, message }) => !/^[a-z_]+\.[a-z_]+$/.test(code) || !kind || !message);

    expect(odd).toEqual([]);
  });

  it('include every one that a docstring promises', () => {
    const known = new Set(codes.map(({ code }) => code));
    const promised = promisedCodes();

    expect(promised.size).toBeGreaterThan(20);
    expect([...promised].filter((code) => !known.has(code))).toEqual([]);
  });

  it('are found however the error is made', () => {
    const kindOf = Object.fromEntries(codes.map(({ code, kind }) => [code, kind]));

    expect(kindOf).toMatchObject({
      'connection.not_found': 'not_found', // said where it is made
      'secret.key_invalid': 'conflict', // said by whoever calls the function that makes it
      'okta.role_missing': 'refused', // by the table of refusals
      'okta.client_wrong_type': 'credential_refused', // by the explanation of the token endpoint's words
      'okta.rate_limited': 'upstream',
      'run.superseded': 'conflict', // written to a run's row
    });
  });
});
