import { clientScopeKey, credentialSourceKey, userAppKey } from '@posture/domain';
import type { Activity, UsageKind } from '@posture/domain';
import { plainArray, textArray } from '@posture/platform';
import type { ActivityEntry } from './activity';
import { dayOf } from './days';
import { term } from './event-columns';

/** What one of them did in a day. */
export interface UsageDay {
  /** Id of the user, app, client, credential or identity provider, what the functions beside `USAGE_KINDS` make, or the event type. */
  readonly key: string;
  /** YYYY-MM-DD in UTC. */
  readonly day: string;
  readonly events: number;
  /** Outcome SUCCESS or ALLOW. */
  readonly successes: number;
  /** Outcome FAILURE or DENY. */
  readonly failures: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Of the last event that was no failure and did not end in being asked for more; null when there was none. */
  readonly lastUseAt: Date | null;
}

/** Part of a list of days. */
export interface UsagePage {
  /** All when left out. */
  readonly limit?: number;
  /** The last one of the page before. */
  readonly after?: Pick<UsageDay, 'key' | 'day'>;
}

const SUCCEEDED: ReadonlySet<string | null> = new Set(['SUCCESS', 'ALLOW']);
const FAILED: ReadonlySet<string | null> = new Set(['FAILURE', 'DENY']);
/** Whoever is asked for more has not got in. */
const NO_USE: ReadonlySet<string | null> = new Set([...FAILED, 'CHALLENGE']);
const LONGEST_PROGRAM = 60;

/** What an event is a use of. Our own requests count: they use what they are made with. */
export function usesOf(entry: ActivityEntry): [UsageKind, string][] {
  const { activity, isAppUse, idp } = entry;
  const uses: [UsageKind, string][] = [['type', activity.type]];
  const user = activity.actorKind === 'User' ? activity.actorId : null;
  const app = isAppUse ? activity.targetAppId : null;
  if (user !== null) uses.push(['user', user]);
  if (idp !== null) uses.push(['idp', idp]);
  if (app !== null) uses.push(['app', app]);
  if (user !== null && app !== null) uses.push(['user_app', userAppKey(user, app)]);
  if (activity.clientId !== null) {
    uses.push(['client', activity.clientId]);
    for (const scope of activity.scopes) uses.push(['client_scope', clientScopeKey(activity.clientId, scope)]);
  }
  uses.push(...administration(entry, user), ...credentialUses(activity));
  return uses;
}

function administration(
  { activity, isAppGiven, isAdminAct }: ActivityEntry,
  user: string | null,
): [UsageKind, string][] {
  const { clientId, targetUserId, targetAppId } = activity;
  const uses: [UsageKind, string][] = [];
  if (isAppGiven && targetUserId !== null && targetAppId !== null)
    uses.push(['user_app_given', userAppKey(targetUserId, targetAppId)]);
  if (isAdminAct && user !== null) uses.push(['admin', user]);
  if (isAdminAct && clientId !== null) uses.push(['admin', clientId]);
  return uses;
}

function credentialUses({ apiTokenId, asn, userAgent }: Activity): [UsageKind, string][] {
  if (apiTokenId === null) return [];
  const uses: [UsageKind, string][] = [['credential', apiTokenId]];
  if (asn !== null) uses.push(['credential_asn', credentialSourceKey(apiTokenId, asn)]);
  const program = programOf(userAgent);
  if (program !== null) uses.push(['credential_agent', credentialSourceKey(apiTokenId, program)]);
  return uses;
}

/** The name without versions and what else changes from day to day. */
function programOf(userAgent: string | null): string | null {
  const [name = ''] = (userAgent ?? '').trim().split(/[/\s(]/, 1);
  return name === '' ? null : name.toLowerCase().slice(0, LONGEST_PROGRAM);
}

interface Sum {
  readonly kind: UsageKind;
  readonly key: string;
  readonly day: string;
  events: number;
  successes: number;
  failures: number;
  firstAt: number;
  lastAt: number;
  lastUseAt: number | null;
}

/** Adds the columns `usageColumns` gives to what is counted already. $1 is the connection. */
export const ADD_USAGE = `insert into activity_usage as u
    (connection_id, kind, key, day, events, successes, failures, first_at, last_at, last_use_at)
  select $1, * from unnest($2::text[], $3::text[], $4::date[], $5::bigint[], $6::bigint[], $7::bigint[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
  on conflict (connection_id, kind, key, day) do update set events = u.events + excluded.events,
    successes = u.successes + excluded.successes, failures = u.failures + excluded.failures,
    first_at = least(u.first_at, excluded.first_at), last_at = greatest(u.last_at, excluded.last_at),
    last_use_at = greatest(u.last_use_at, excluded.last_use_at)`;

/** The events rolled up by kind, key and day, as columns. */
export function usageColumns(entries: readonly ActivityEntry[]): string[] {
  const sums = new Map<string, Sum>();
  for (const entry of entries) {
    const day = dayOf(entry.activity.at);
    for (const [kind, id] of usesOf(entry)) {
      const key = term(id);
      const place = `${kind} ${day} ${key}`;
      const sum = sums.get(place) ?? begun(kind, key, day, entry.activity.at);
      sums.set(place, sum);
      add(sum, entry.activity);
    }
  }
  const rows = [...sums.values()];
  return [
    textArray(rows.map((row) => row.kind)),
    textArray(rows.map((row) => row.key)),
    plainArray(rows.map((row) => row.day)),
    plainArray(rows.map((row) => row.events)),
    plainArray(rows.map((row) => row.successes)),
    plainArray(rows.map((row) => row.failures)),
    plainArray(rows.map((row) => instant(row.firstAt))),
    plainArray(rows.map((row) => instant(row.lastAt))),
    plainArray(rows.map((row) => (row.lastUseAt === null ? null : instant(row.lastUseAt)))),
  ];
}

function begun(kind: UsageKind, key: string, day: string, at: number): Sum {
  return { kind, key, day, events: 0, successes: 0, failures: 0, firstAt: at, lastAt: at, lastUseAt: null };
}

function add(sum: Sum, { at, outcome }: Activity): void {
  sum.events += 1;
  if (SUCCEEDED.has(outcome)) sum.successes += 1;
  if (FAILED.has(outcome)) sum.failures += 1;
  if (!NO_USE.has(outcome)) sum.lastUseAt = Math.max(sum.lastUseAt ?? at, at);
  sum.firstAt = Math.min(sum.firstAt, at);
  sum.lastAt = Math.max(sum.lastAt, at);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
