/**
 * Whose use is counted from a tenant's log. `user_app` is a user in an app, `client_scope` a scope a client asked for, `idp`
 * an identity provider somebody came in through, `admin` a user or client who did what takes an admin role or scope;
 * `user_app_given` is an app given to a user, `credential_asn` and `credential_agent` a credential in a network and in the
 * hand of a program; `type` counts events of a type, whoever acted.
 */
export const USAGE_KINDS = [
  'user',
  'app',
  'client',
  'credential',
  'idp',
  'admin',
  'user_app',
  'user_app_given',
  'client_scope',
  'credential_asn',
  'credential_agent',
  'type',
] as const;
/** One of `USAGE_KINDS`. */
export type UsageKind = (typeof USAGE_KINDS)[number];

/** Key, in the usage of kind `idp`, of an identity provider that an event does not name. */
export const UNTOLD_IDP = '?';

/** Kinds that tell where a credential is used from. */
export type SourceKind = 'credential_asn' | 'credential_agent';
/** How many days before an evaluation it is told where credentials were used from. */
export const SOURCE_DAYS = 30;

/** Key of a user in an app, in the usage of kinds `user_app` and `user_app_given`. */
export function userAppKey(userId: string, appId: string): string {
  return `${userId} ${appId}`;
}

/** Key of a scope a client asked for, in the usage of kind `client_scope`. */
export function clientScopeKey(clientId: string, scope: string): string {
  return `${clientId} ${scope}`;
}

/** Key of a number of a network or a program a credential was used from, in the usage of a `SourceKind`. */
export function credentialSourceKey(credentialId: string, source: string | number): string {
  return `${credentialId} ${source}`;
}

/** The two a key made of two names. */
export function usageKeyParts(key: string): readonly [string, string] {
  const end = key.indexOf(' ');
  return [key.slice(0, end), key.slice(end + 1)];
}

/**
 * What use facts of one version ask about, by kind; keys are the provider's ids, or made by the functions above. Of a
 * `SourceKind` it is the credentials.
 */
export type UsageKeys = Readonly<Partial<Record<UsageKind, readonly string[]>>>;

/** What the log says of use, up to the instant of an evaluation and not beyond. */
export interface Usage {
  /** From when on the log was read up to that instant without a gap; null when it was not, and silence says nothing. */
  readonly since: Date | null;
  /** Why it was not, in a sentence, and what to grant where that would help; null when it was. */
  readonly unread: { readonly reason: string; readonly missing: string | null } | null;
  /** null: it shows none, of a key that was asked about. */
  lastUse(kind: UsageKind, key: string): Date | null;
  /** What a credential that was asked about was used from within `SOURCE_DAYS`, as far as the log shows. */
  sources(kind: SourceKind, credentialId: string): readonly string[];
}

const UNREAD = { reason: 'The log was not read.', missing: null };
/** Of a log nobody has read. */
export const NO_USAGE: Usage = { since: null, unread: UNREAD, lastUse: () => null, sources: () => [] };
