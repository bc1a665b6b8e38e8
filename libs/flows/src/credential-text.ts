import type { OktaCredential } from '@posture/connectors';
import { Secret } from '@posture/platform';

/** A credential as the text that is sealed, and back. */
export function credentialToText(credential: OktaCredential): Secret {
  switch (credential.kind) {
    case 'api_token':
      return new Secret(JSON.stringify({ ...credential, token: credential.token.reveal() }));
    case 'client_secret':
      return new Secret(JSON.stringify({ ...credential, clientSecret: credential.clientSecret.reveal() }));
    case 'private_key':
      return new Secret(JSON.stringify({ ...credential, privateKey: credential.privateKey.reveal() }));
  }
}

export function credentialFromText(text: Secret): OktaCredential {
  const stored = JSON.parse(text.reveal()) as { kind: OktaCredential['kind'] } & Record<string, string>;
  const secret = (name: string) => new Secret(stored[name] ?? '');
  switch (stored.kind) {
    case 'api_token':
      return { kind: 'api_token', token: secret('token') };
    case 'client_secret':
      return { kind: 'client_secret', clientId: stored['clientId'] ?? '', clientSecret: secret('clientSecret') };
    case 'private_key':
      return {
        kind: 'private_key',
        clientId: stored['clientId'] ?? '',
        privateKey: secret('privateKey'),
        ...(stored['keyId'] === undefined ? {} : { keyId: stored['keyId'] }),
      };
  }
}
