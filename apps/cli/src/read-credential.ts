import { readFileSync, statSync } from 'node:fs';
import { DomainError } from '@posture/domain';
import type { OktaCredential } from '@posture/connectors';
import { Secret } from '@posture/platform';
import type { CredentialOptions } from './credential-options';
import { note } from './output/say';

/** @throws {DomainError} `credential.…` naming the option */
export function readCredential(options: CredentialOptions): OktaCredential {
  const ways = [
    options.tokenEnv,
    options.tokenFile,
    options.tokenStdin,
    options.clientSecretEnv,
    options.privateKeyFile,
  ].filter((way) => way !== undefined);
  const ofClient = options.clientSecretEnv !== undefined || options.privateKeyFile !== undefined;
  if (ways.length === 0 && options.clientId !== undefined) {
    throw new DomainError('credential.client_id_alone', 'invalid', 'A client id is no credential by itself.', {
      field: '--client-id',
      remedy:
        'Give --private-key-file for a service app, or --client-secret-env for an API service integration, with it.',
    });
  }
  if (ways.length !== 1 || (options.clientId !== undefined && !ofClient)) {
    throw new DomainError(
      'credential.ambiguous',
      'invalid',
      ways.length === 0 ? 'No credential was given.' : 'More than one credential was given.',
      {
        field: '--token-env',
        remedy:
          'Give exactly one of --token-env, --token-file, --token-stdin, --client-id with --client-secret-env, --client-id with --private-key-file. `posture connect` says how to make one.',
      },
    );
  }
  if (options.tokenEnv !== undefined) return apiToken(fromEnv('--token-env', options.tokenEnv));
  if (options.tokenFile !== undefined) return apiToken(secretInFile('--token-file', options.tokenFile));
  if (options.tokenStdin === true) return apiToken(oneLine('--token-stdin', readFileSync(0, 'utf8')));
  const clientId = options.clientId;
  if (clientId === undefined || clientId.trim() === '') {
    throw new DomainError('credential.client_id_missing', 'invalid', 'The client id is missing.', {
      field: '--client-id',
      remedy: 'Give the client id shown on the application’s General tab.',
    });
  }
  if (options.clientSecretEnv !== undefined) {
    const clientSecret = new Secret(fromEnv('--client-secret-env', options.clientSecretEnv));
    return { kind: 'client_secret', clientId: clientId.trim(), clientSecret };
  }
  const privateKey = new Secret(readText('--private-key-file', options.privateKeyFile ?? ''));
  return { kind: 'private_key', clientId: clientId.trim(), privateKey, keyId: options.keyId };
}

const NAME = /^[A-Z_][A-Z0-9_]{0,63}$/;

function apiToken(token: string): OktaCredential {
  return { kind: 'api_token', token: new Secret(token) };
}

function fromEnv(option: string, name: string): string {
  const value = process.env[name];
  if (value === undefined || value.trim() === '') {
    // The name is not repeated when it cannot be one: it may be the secret itself.
    const called = NAME.test(name) ? name : null;
    throw new DomainError(
      'credential.env_empty',
      'invalid',
      called === null
        ? `The environment variable ${option} names is not set; the option takes a name, never the secret itself.`
        : `The environment variable ${called} is not set.`,
      {
        field: option,
        remedy: `Set it without leaving a trace: read -rs ${called ?? 'OKTA_TOKEN'} && export ${called ?? 'OKTA_TOKEN'}`,
      },
    );
  }
  return oneLine(option, value);
}

/** A secret that is alone in a file. @throws {DomainError} `credential.file_unreadable`, `credential.malformed` */
export function secretInFile(option: string, path: string): string {
  return oneLine(option, readText(option, path));
}

function readText(option: string, path: string): string {
  try {
    // Not refused: where secrets are mounted for a container, everybody in it may read them.
    if ((statSync(path).mode & 0o004) !== 0 && process.platform !== 'win32')
      note(`Everybody on this machine may read ${path}, given by ${option}. Run: chmod 600 ${path}`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DomainError('credential.file_unreadable', 'invalid', `The file ${path} cannot be read.`, {
      field: option,
      remedy: 'Check the path and that this user may read the file.',
      cause,
    });
  }
}

/** @param option that gave it @throws {DomainError} `credential.malformed` */
export function oneLine(option: string, text: string): string {
  const value = text.trim();
  if (value === '' || /\s/.test(value)) {
    throw new DomainError('credential.malformed', 'invalid', 'The secret is empty or spans several words or lines.', {
      field: option,
      remedy: 'Give the value alone, as it was shown when it was made.',
    });
  }
  return value;
}
