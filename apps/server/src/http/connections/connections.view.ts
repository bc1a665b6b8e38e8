import { DomainError } from '@posture/domain';
import type { OktaCredential } from '@posture/connectors';
import type { MadeHook } from '@posture/flows';
import type { Connection } from '@posture/inventory';
import { Secret } from '@posture/platform';
import { HOOK_PATH } from '../../hooks/hook-receiver';
import type { ConnectionBody, HookBody } from './connections.body';
import type { CredentialBody } from './connections.dto';

/** From here on the secret parts are `Secret`s, which print as `[redacted]`. */
export function credentialOf(body: CredentialBody): OktaCredential {
  const text = (value: string | undefined) => new Secret((value ?? '').trim());
  const clientId = (body.clientId ?? '').trim();
  switch (body.kind) {
    case 'api_token':
      return { kind: 'api_token', token: text(body.token) };
    case 'client_secret':
      return { kind: 'client_secret', clientId, clientSecret: text(body.clientSecret) };
    case 'private_key':
      return { kind: 'private_key', clientId, privateKey: text(body.privateKey), keyId: body.keyId };
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  address: 'domain',
  oktaDomain: 'domain',
  token: 'credential.token',
  clientId: 'credential.clientId',
  clientSecret: 'credential.clientSecret',
  privateKey: 'credential.privateKey',
};

/** A refusal of what the body holds, in the body's words: the credential is input here, not the caller's own. */
export function aboutTheBody(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, message, remedy, details } = error;
  const kind = error.kind === 'credential_refused' ? 'invalid' : error.kind;
  const field = FIELDS[error.field ?? ''] ?? error.field ?? undefined;
  return new DomainError(code, kind, message, { field, remedy: remedy ?? undefined, details, cause: error });
}

/** The one answer that shows it. */
export function hookView(connectionId: string, { header, secret }: MadeHook): HookBody {
  return { path: `${HOOK_PATH}/${connectionId}`, header, secret: secret.reveal() };
}

export function connectionView(connection: Connection): ConnectionBody {
  return {
    id: connection.id,
    provider: connection.provider,
    domain: new URL(connection.orgUrl).host,
    tenantId: connection.tenantId,
    name: connection.name,
    credentialKind: connection.credentialKind,
    hookMadeAt: connection.hookMadeAt?.toISOString() ?? null,
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
  };
}
