import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { Secret } from '@posture/platform';
import { globalOptions } from '../global-options';
import { oneLine, secretInFile } from '../read-credential';

/** A server of this product, and who asks it. */
export interface ServerAddress {
  /** Scheme, host and, behind another server, a path; without a slash at its end. */
  readonly url: string;
  readonly key: Secret;
}

/** What `--server` or POSTURE_SERVER says; null: the stores of this machine are meant. */
export function namedServer(command: Command): string | null {
  const named = globalOptions(command).server ?? process.env['POSTURE_SERVER'] ?? '';
  return named === '' ? null : named;
}

/**
 * The server a command names, with the key to ask it.
 * @throws {DomainError} `server.address_invalid`, `server.plain_http`, `server.key_missing`, `server.two_places`, and
 * what reading the key throws
 */
export function serverAddress(named: string, command: Command): ServerAddress {
  const { apiKeyFile, plainHttp = false, dataDir } = globalOptions(command);
  if (dataDir !== undefined)
    throw new DomainError('server.two_places', 'invalid', 'A server keeps its data where it runs.', {
      field: '--data-dir',
      remedy: 'Give --server to ask a server, or --data-dir to work on this machine.',
    });
  return { url: addressOf(named, plainHttp), key: keyFrom(apiKeyFile) };
}

function addressOf(named: string, plainHttp: boolean): string {
  const url = URL.canParse(named) ? new URL(named) : null;
  const isWeb = url !== null && ['http:', 'https:'].includes(url.protocol);
  if (!isWeb || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new DomainError('server.address_invalid', 'invalid', 'That is no address of a server.', {
      field: '--server',
      remedy: 'Give scheme and host, such as https://posture.acme.example; no name and no key in it.',
    });
  if (url.protocol === 'http:' && !plainHttp && !isLoopback(url.hostname))
    throw new DomainError('server.plain_http', 'invalid', 'By http: everybody on the way could read the key.', {
      field: '--server',
      remedy: 'Give an https: address; or --plain-http, where the way to the server is yours alone.',
    });
  return `${url.origin}${url.pathname.replace(/(\/api\/v1)?\/*$/, '')}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Of the file before the environment, as somebody named it for this command. */
function keyFrom(file: string | undefined): Secret {
  if (file !== undefined) return new Secret(secretInFile('--api-key-file', file));
  const value = process.env['POSTURE_API_KEY'] ?? '';
  if (value !== '') return new Secret(oneLine('POSTURE_API_KEY', value));
  throw new DomainError('server.key_missing', 'invalid', 'A server answers whoever has a key, and none was given.', {
    field: '--api-key-file',
    remedy:
      'Set it without leaving a trace: read -rs POSTURE_API_KEY && export POSTURE_API_KEY; or name a file with it.',
  });
}
