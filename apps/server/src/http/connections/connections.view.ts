import type { SyncProgress } from '@posture/domain';
import type { OktaCredential } from '@posture/flows';
import type { Connection, Sync } from '@posture/inventory';
import { Secret } from '@posture/platform';
import type { CredentialBody } from './connections.dto';

/** From here on the secret parts are `Secret`s, which print as `[redacted]`. */
export function credentialOf(body: CredentialBody): OktaCredential {
  const text = (value: string | undefined) => new Secret(value ?? '');
  switch (body.kind) {
    case 'api_token':
      return { kind: 'api_token', token: text(body.token) };
    case 'client_secret':
      return { kind: 'client_secret', clientId: body.clientId ?? '', clientSecret: text(body.clientSecret) };
    case 'private_key':
      return { kind: 'private_key', clientId: body.clientId ?? '', privateKey: text(body.privateKey) };
  }
}

export function connectionView(connection: Connection) {
  return {
    id: connection.id,
    provider: connection.provider,
    domain: new URL(connection.orgUrl).host,
    name: connection.name,
    credentialKind: connection.credentialKind,
    createdAt: connection.createdAt.toISOString(),
  };
}

export function syncView(sync: Sync, progress: SyncProgress | null = null) {
  return {
    id: sync.id,
    connectionId: sync.connectionId,
    state: sync.state,
    startedAt: sync.startedAt.toISOString(),
    finishedAt: sync.finishedAt?.toISOString() ?? null,
    error: sync.error,
    /** Coverage, requests per bucket and changes; null until it ends. */
    report: sync.report,
    progress,
  };
}
