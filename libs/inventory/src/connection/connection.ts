import { DomainError } from '@posture/domain';
import type { Actor, ConnectionMode } from '@posture/domain';
import type { Secret } from '@posture/platform';

/** Our link to one tenant. The credential is never part of it. */
export interface Connection {
  readonly id: string;
  readonly provider: string;
  /** Origin of the tenant, such as `https://acme.example`. */
  readonly orgUrl: string;
  /** The provider's id of the tenant; null until it was probed. */
  readonly tenantId: string | null;
  /** No two that are not removed have the same, whatever their case. */
  readonly name: string;
  readonly credentialKind: string;
  /** At most the last four characters of the credential; null where that would tell too much. */
  readonly credentialHint: string | null;
  readonly credentialChangedAt: Date;
  /** As whoever gave it said; null: it was not said. */
  readonly credentialExpiresAt: Date | null;
  readonly mode: ConnectionMode;
  /** null: from before that was kept. */
  readonly createdBy: Actor | null;
  /** Whoever answers for it, in the operators' own words. */
  readonly owner: string | null;
  /** E-mail addresses of those who are told how it goes. */
  readonly contacts: readonly string[];
  readonly labels: readonly string[];
  /** Minutes without a completed sync after which it is overdue; null: as its schedule has it. */
  readonly overdueAfter: number | null;
  /** When the secret of its event hook was made; null: it has none, and nobody is listened to. */
  readonly hookMadeAt: Date | null;
  /** Raised by every change people make. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When its credential was destroyed and only its history was kept; null: it is connected. */
  readonly removedAt: Date | null;
}

/** A credential as it is sealed, with what may be shown of it. */
export interface NewCredential {
  readonly credentialKind: string;
  readonly credentialHint?: string | null;
  readonly credentialExpiresAt?: Date | null;
  /** JSON text the connector understands. */
  readonly credential: Secret;
}

/** What people say of a connection. */
export interface ConnectionWords {
  readonly name: string;
  readonly mode: ConnectionMode;
  readonly owner: string | null;
  readonly contacts: readonly string[];
  readonly labels: readonly string[];
  readonly overdueAfter: number | null;
}

export interface NewConnection extends NewCredential, Partial<Omit<ConnectionWords, 'name'>> {
  readonly provider: string;
  readonly orgUrl: string;
  readonly tenantId?: string | null;
  readonly name: string;
  readonly createdBy?: Actor;
  /** Whether its first sync is due at once, whichever process lives to ask for it. */
  readonly isDueAtOnce?: boolean;
}

/** What is undefined stays as it is. */
export type ConnectionChange = Partial<ConnectionWords>;

/** The first of "Okta", "Okta 2", … nobody has. */
export function freeName(title: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()));
  let name = title;
  for (let number = 2; lower.has(name.toLowerCase()); number += 1) name = `${title} ${number}`;
  return name;
}

export function nameTaken(name: string): DomainError {
  return new DomainError('connection.name_taken', 'conflict', `There is a connection named "${name}" already.`, {
    field: 'name',
    remedy: 'Give another name; case does not tell two names apart.',
  });
}

export function alreadyConnected({ id, name, orgUrl }: Pick<Connection, 'id' | 'name' | 'orgUrl'>): DomainError {
  return new DomainError('connection.already_exists', 'conflict', `${orgUrl} is connected already, as "${name}".`, {
    field: 'address',
    remedy: `Use connection ${id}, or delete it first.`,
    details: { connectionId: id },
  });
}

export function notFound(id: string): DomainError {
  return new DomainError('connection.not_found', 'not_found', `There is no connection ${id}.`, {
    field: 'id',
    remedy: 'List the connections to see their ids.',
  });
}

export function removed({ name }: Pick<Connection, 'name'>): DomainError {
  return new DomainError('connection.removed', 'conflict', `"${name}" was removed; only its history is kept.`, {
    field: 'id',
    remedy: 'Connect the tenant again to go on with its history, or delete the connection to purge it.',
  });
}

export function stale(id: string, version: number): DomainError {
  return new DomainError('connection.stale', 'stale', `Connection ${id} was changed meanwhile.`, {
    field: 'If-Match',
    remedy: `Read it again and repeat the change with its ETag; it is at version ${version}.`,
    details: { version },
  });
}
