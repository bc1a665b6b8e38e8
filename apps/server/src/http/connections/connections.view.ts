import { DomainError } from '@posture/domain';
import type { OktaCredential } from '@posture/connectors';
import { summaryOf } from '@posture/flows';
import type { ConnectionOverview, ConnectionSummary, MadeHook } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { Secret } from '@posture/platform';
import { HOOK_PATH } from '../../hooks/hook-receiver';
import { actorView } from '../actor.body';
import { countsView } from '../counts.view';
import type { ConnectionBody, ConnectionSummaryBody, HookBody } from './connections.body';
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
export async function aboutTheBody<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inItsWords(error);
  }
}

function inItsWords(error: unknown): unknown {
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

export function connectionView({ connection, schedule, ...overview }: ConnectionOverview): ConnectionBody {
  const isRemoved = connection.removedAt !== null;
  return {
    id: connection.id,
    provider: connection.provider,
    domain: new URL(connection.orgUrl).host,
    tenantId: connection.tenantId,
    name: connection.name,
    credentialKind: connection.credentialKind,
    credential: isRemoved
      ? null
      : {
          kind: connection.credentialKind,
          hint: connection.credentialHint,
          changedAt: connection.credentialChangedAt.toISOString(),
          expiresAt: iso(connection.credentialExpiresAt),
        },
    mode: connection.mode,
    status: statusView(overview.status),
    lastSyncedAt: iso(overview.lastSyncedAt),
    isOverdue: overview.isOverdue,
    overdueAt: iso(overview.overdueAt),
    overdueAfter: connection.overdueAfter,
    nextRunAt: schedule === null || schedule.isPaused ? null : schedule.nextAt.toISOString(),
    isPaused: schedule?.isPaused ?? false,
    records: overview.records,
    owner: connection.owner,
    contacts: connection.contacts,
    labels: connection.labels,
    hookMadeAt: iso(connection.hookMadeAt),
    createdBy: connection.createdBy === null ? null : actorView(connection.createdBy),
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
    removedAt: iso(connection.removedAt),
    version: connection.version,
  };
}

export function summaryView(overviews: readonly ConnectionOverview[]): ConnectionSummaryBody {
  const providers = [...new Set(overviews.map(({ connection }) => connection.provider))].sort();
  return {
    ...partView(summaryOf(overviews)),
    providers: providers.map((provider) => ({
      provider,
      ...partView(summaryOf(overviews.filter(({ connection }) => connection.provider === provider))),
    })),
  };
}

function partView({ connections, worst, overdue, byState }: ConnectionSummary) {
  return { connections, worst, overdue, byState: countsView(byState) };
}

function statusView({ state, runId, error, gaps }: ConnectionOverview['status']): ConnectionBody['status'] {
  return {
    state,
    syncId: runId,
    error:
      error === null
        ? null
        : {
            code: error.code,
            cause: error.cause,
            at: error.at.toISOString(),
            resource: error.resource,
            nextStep: error.nextStep,
          },
    gaps: gaps.map(({ resource, title, state: gap, reason, missing }) => ({
      resource,
      title,
      state: gap,
      reason,
      missing,
    })),
  };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}

/** Those of the connections an operator sees. */
export function seenBy(
  { connections }: Principal,
  overviews: readonly ConnectionOverview[],
): readonly ConnectionOverview[] {
  return connections === null ? overviews : overviews.filter(({ connection }) => connections.includes(connection.id));
}
