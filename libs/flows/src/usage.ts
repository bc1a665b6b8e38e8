import type { ActivityStore } from '@posture/activity';
import { NO_USAGE } from '@posture/domain';
import type { ActivityLog, SourceKind, Usage, UsageKeys, UsageKind } from '@posture/domain';
import { readLogCoverage } from './activity/log-coverage';

/** What the log of a connection says of the use of these, as of an instant: one question a kind, whatever the number. */
export async function usageOf(
  activity: ActivityStore,
  connectionId: string,
  log: ActivityLog,
  asked: UsageKeys,
  asOf: Date,
): Promise<Usage> {
  const lastAt = new Map<UsageKind, ReadonlyMap<string, Date>>();
  const usedFrom = new Map<UsageKind, ReadonlyMap<string, readonly string[]>>();
  for (const [kind, keys] of Object.entries(asked) as [UsageKind, readonly string[]][]) {
    if (isSource(kind)) usedFrom.set(kind, await activity.sources(connectionId, kind, keys, asOf));
    else lastAt.set(kind, await activity.lastUse(connectionId, kind, keys, asOf));
  }
  if (lastAt.size + usedFrom.size === 0) return NO_USAGE;
  return {
    ...(await knownUse(activity, connectionId, log, asOf)),
    lastUse: (kind, key) => lastAt.get(kind)?.get(key) ?? null,
    sources: (kind, credentialId) => usedFrom.get(kind)?.get(credentialId) ?? [],
  };
}

/** A log that was read before every kind of use was counted is known to show use from then on only. */
async function knownUse(
  activity: ActivityStore,
  connectionId: string,
  log: ActivityLog,
  asOf: Date,
): Promise<Pick<Usage, 'since' | 'unread'>> {
  const { knownSince, reason: why, missing } = await readLogCoverage(activity, connectionId, log, asOf);
  if (knownSince === null) return { since: null, unread: why === null ? null : { reason: why, missing } };
  const counted = await activity.countedSince(connectionId);
  if (counted === null || counted <= knownSince) return { since: knownSince, unread: null };
  if (counted < asOf) return { since: counted, unread: null };
  const reason = `All that rules ask of use is counted only since ${counted.toISOString().slice(0, 16)}Z.`;
  return { since: null, unread: { reason, missing: null } };
}

function isSource(kind: UsageKind): kind is SourceKind {
  return kind === 'credential_asn' || kind === 'credential_agent';
}
