import type { OktaClient } from '../http/okta-client';
import { outsideNetwork } from '../connection/own-zone';
import { OktaError } from '../http/okta-error';
import type { OktaRefusal } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import type { OktaPath } from '../http/okta-path';
import { text } from '../map/wire';
import type { Wire } from '../map/wire';
import type { SinkWriter } from './sink-writer';

/**
 * Whose the credential is and what it sees, as far as five requests tell (four of an OAuth client): a role that is lost
 * while we read shows in no error, Okta answers 200 with shorter lists. Each value is a short text, `unknown` where
 * Okta did not answer; only whether two of them are alike means anything.
 */
export interface CredentialView {
  /** The user an API token acts as, or the client. */
  readonly who: string;
  readonly scopes: string;
  /** Admin roles of whom it acts as, or how they were refused. */
  readonly roles: string;
  readonly users: string;
  /** The built-in groups: whoever's role is limited to some groups does not see Everyone. */
  readonly everyone: string;
  readonly apps: string;
}

/** The read a sync keeps its first view as; it is never finished, so that nothing is ever merged from it. */
const STAGED_AS = 'credential-view';
const UNKNOWN = 'unknown';
const NOTHING = 'nothing';
const SOMETHING = 'something';

/** Requests of one asking by bucket; a sync asks when it begins and at the end of each wave. */
export const VIEW_REQUESTS = {
  api_token: { UG: 1, DF: 1, UL: 1, GL: 1, AL: 1 },
  client: { OC: 1, UL: 1, GL: 1, AL: 1 },
} as const;
export const VIEWS_OF_WAVES: Readonly<Record<number, number>> = { 1: 2, 2: 1, 3: 1 };

const SEEN_IN: Readonly<Record<keyof CredentialView, string>> = {
  who: 'whom the credential belongs to',
  scopes: 'the granted scopes',
  roles: 'its admin roles',
  users: 'whether it sees users',
  everyone: 'whether it sees the group Everyone',
  apps: 'whether it sees applications',
};

export async function askView(client: OktaClient, signal: AbortSignal): Promise<CredentialView> {
  const { clientId } = client;
  const asked = (work: () => Promise<string>): Promise<string> => told(work, signal);
  const list = (path: OktaPath, query: Record<string, string>, shown: (rows: readonly Wire[]) => string) =>
    asked(async () => {
      // An empty page is not the end of a list.
      for await (const { items } of client.pages(path, { query, style: 'link', urgency: 'interactive', signal })) {
        if (items.length > 0) return shown(items as readonly Wire[]);
      }
      return NOTHING;
    });
  const roles = (path: OktaPath): Promise<string> => list(path, {}, (rows) => rows.map(roleText).sort().join());
  const seen = (): string => SOMETHING;
  const ofOwner = async () => {
    let id = null as string | null;
    const who = await asked(async () => {
      const { body } = await client.get(oktaPath`/api/v1/users/me`, { urgency: 'interactive', signal });
      id = text(body as Wire, 'id');
      return id ?? UNKNOWN;
    });
    return { who, roles: id === null ? UNKNOWN : await roles(oktaPath`/api/v1/users/${id}/roles`) };
  };
  const ofClient = async (id: string) => ({ who: id, roles: await roles(oktaPath`/oauth2/v1/clients/${id}/roles`) });
  const one = { limit: '1' };
  const [owner, users, everyone, apps] = await Promise.all([
    clientId === null ? ofOwner() : ofClient(clientId),
    list(oktaPath`/api/v1/users`, one, seen),
    list(oktaPath`/api/v1/groups`, { filter: 'type eq "BUILT_IN"' }, seen),
    list(oktaPath`/api/v1/apps`, one, seen),
  ]);
  if ([owner.who, users, everyone, apps].every((told) => told === 'role_missing')) throw outsideNetwork();
  // Last: only a token that was asked for tells its scopes.
  const scopes = [...(client.scopes?.granted ?? [])].sort().join(' ');
  return { ...owner, scopes, users, everyone, apps };
}

/**
 * What the credential saw when this sync began, whichever process began it. One that cannot be known any more is
 * replaced by what it sees now.
 */
export async function firstView(
  client: OktaClient,
  writer: SinkWriter,
  signal: AbortSignal,
  now: Date,
): Promise<CredentialView> {
  const kept = parsed((await writer.progress(STAGED_AS, ''))?.cursor ?? null);
  if (kept !== null) return kept;
  const view = await askView(client, signal);
  const read = { resource: STAGED_AS, parent: '', readStartedAt: now } as const;
  const page = { nodes: [], edges: [], quarantined: [], cursor: JSON.stringify(view) };
  await writer.commit({ resource: STAGED_AS, parent: '', page, start: await writer.start(read) });
  return view;
}

/** Whether a credential sees what every org has: users, the group Everyone, applications. */
export function seesAll({ users, everyone, apps }: CredentialView): boolean {
  return [users, everyone, apps].every((seen) => seen === SOMETHING);
}

/** Why what is absent from the lists read between two views must not be believed; null when they are alike. */
export function differenceOf(before: CredentialView, after: CredentialView): string | null {
  const names = (Object.keys(SEEN_IN) as (keyof CredentialView)[]).filter((name) => before[name] !== after[name]);
  const changed = names.filter((name) => before[name] !== UNKNOWN && after[name] !== UNKNOWN);
  const lost = names.filter((name) => after[name] === UNKNOWN);
  const words = (of: readonly (keyof CredentialView)[]): string => of.map((name) => SEEN_IN[name]).join(', ');
  const kept = 'What this list lacks may only be out of sight, so that nothing was closed.';
  if (changed.length > 0) return `What the credential may see changed while this was read (${words(changed)}). ${kept}`;
  if (lost.length > 0) return `Okta did not tell again what the credential may see (${words(lost)}). ${kept}`;
  return null;
}

const OUT_OF_ORDER: readonly OktaRefusal[] = [
  'unavailable',
  'unreachable',
  'edge_refused',
  'answer_invalid',
  'rate_limited',
  'page_loop',
  'link_refused',
];

async function told(work: () => Promise<string>, signal: AbortSignal): Promise<string> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
    return OUT_OF_ORDER.includes(error.refusal) ? UNKNOWN : error.refusal;
  }
}

function roleText(row: Wire): string {
  return ['type', 'status', 'role', 'resource-set'].map((name) => text(row, name) ?? '').join('/');
}

function parsed(cursor: string | null): CredentialView | null {
  if (cursor === null) return null;
  const view = JSON.parse(cursor) as CredentialView;
  return (Object.keys(SEEN_IN) as (keyof CredentialView)[]).every((name) => typeof view[name] === 'string')
    ? view
    : null;
}
