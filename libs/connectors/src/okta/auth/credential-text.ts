import { DomainError } from '@posture/domain';
import type { SecretText } from '@posture/domain';
import { Secret } from '@posture/platform';
import type { OktaCredential } from './okta-credential';

/** The credential as the text that is sealed and handed to `open`. Holds its secret in clear. */
export function oktaCredentialText(credential: OktaCredential): string {
  switch (credential.kind) {
    case 'api_token':
      return JSON.stringify({ ...credential, token: credential.token.reveal() });
    case 'client_secret':
      return JSON.stringify({ ...credential, clientSecret: credential.clientSecret.reveal() });
    case 'private_key':
      return JSON.stringify({ ...credential, privateKey: credential.privateKey.reveal() });
  }
}

/** @throws {DomainError} `okta.credential_invalid` for text that `oktaCredentialText` did not write */
export function oktaCredentialOf(text: SecretText): OktaCredential {
  const stored = storedIn(text);
  const word = (name: string): string => (typeof stored[name] === 'string' ? stored[name] : '');
  const secret = (name: string) => new Secret(word(name));
  const scopes = Array.isArray(stored['scopes']) ? { scopes: stored['scopes'].map(String) } : {};
  switch (stored['kind']) {
    case 'api_token':
      return { kind: 'api_token', token: secret('token') };
    case 'client_secret':
      return { kind: 'client_secret', clientId: word('clientId'), clientSecret: secret('clientSecret'), ...scopes };
    case 'private_key':
      return {
        kind: 'private_key',
        clientId: word('clientId'),
        privateKey: secret('privateKey'),
        ...(stored['keyId'] === undefined ? {} : { keyId: word('keyId') }),
        ...scopes,
      };
    default:
      throw unreadable();
  }
}

function storedIn(text: SecretText): Readonly<Record<string, unknown>> {
  let stored: unknown;
  try {
    stored = JSON.parse(text.reveal());
  } catch {
    // Without the parser's error: it quotes the text.
    throw unreadable();
  }
  if (typeof stored !== 'object' || stored === null) throw unreadable();
  return stored as Readonly<Record<string, unknown>>;
}

function unreadable(): DomainError {
  return new DomainError('okta.credential_invalid', 'invalid', 'The credential is none of those Okta takes.', {
    field: 'credential',
    remedy: 'Give an API token, a client id with its secret, or a client id with its private key.',
  });
}
