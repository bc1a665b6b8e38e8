import { existsSync, writeFileSync } from 'node:fs';
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { normaliseOktaDomain, recommendedRead } from '@posture/connectors';
import { DomainError } from '@posture/domain';
import { configOf } from '../open-app';
import { say } from '../output/say';
import { wrap } from '../output/wrap';

export interface ConnectOptions {
  readonly oktaDomain: string;
  readonly keyFile: string;
  readonly allowLocal?: boolean;
}

export async function connect(options: ConnectOptions, command: Command): Promise<void> {
  const { allowLoopback } = configOf(command);
  const domain = normaliseOktaDomain(options.oktaDomain, { allowLoopback });
  const publicKey = await writeKeyPair(options.keyFile);
  say(guide(domain.origin, options, publicKey));
}

async function writeKeyPair(path: string): Promise<string> {
  if (existsSync(path)) {
    throw new DomainError('key_file.exists', 'conflict', `The file ${path} is there already; its key may be in use.`, {
      field: '--key-file',
      remedy: 'Give another path, or remove the file if its key is not used any more.',
    });
  }
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const kid = `posture-${Buffer.from(pair.publicKey.export({ format: 'der', type: 'spki' }))
    .subarray(40, 46)
    .toString('hex')}`;
  const jwk = (key: typeof pair.publicKey) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
  try {
    writeFileSync(path, `${JSON.stringify(jwk(pair.privateKey))}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new DomainError('key_file.unwritable', 'invalid', `The file ${path} cannot be written.`, {
      field: '--key-file',
      remedy: 'Give a path in a folder this user may write to.',
      cause,
    });
  }
  return JSON.stringify(jwk(pair.publicKey), null, 2);
}

function guide(origin: string, { keyFile, oktaDomain, allowLocal }: ConnectOptions, publicKey: string): string {
  const { scopes, permissions } = recommendedRead();
  const org = `--okta-domain ${oktaDomain}${allowLocal === true ? ' --allow-local' : ''}`;
  return `The private key is in ${keyFile} (mode 0600; it never leaves this machine).

In ${origin}, as a super admin:

1. Applications > Create App Integration > API Services. Name it "Posture engine (read only)".
2. General > Client Credentials: choose "Public key / Private key", add this public key, save:

${publicKey}

3. Okta API Scopes: grant these ${scopes.length} scopes, all of them reading:
${list(scopes)}
4. Security > Administrators > Roles: create the custom role "Posture reader" with
${list(permissions)}
   and a resource set with all users, groups, applications and identity and access management resources.
5. Admin roles of the application: assign "Read-only Administrator" and "Posture reader".

Then, with the client id from step 1:

  posture probe ${org} --client-id CLIENT_ID --private-key-file ${keyFile}
  posture scan  ${org} --client-id CLIENT_ID --private-key-file ${keyFile}

Second choice, quicker to try: an API token (Security > API > Tokens) created by a user with the two roles of step 5. A
token has no scopes and carries all rights of that user: do not use a super admin's.

  read -rs OKTA_TOKEN && export OKTA_TOKEN
  posture scan ${org} --token-env OKTA_TOKEN

A client id with a client secret works only for API service integrations installed from Okta's catalogue; for an
application of your own Okta demands the key pair above.`;
}

function list(words: readonly string[]): string {
  return wrap(words.join(' '), '   ').join('\n');
}
