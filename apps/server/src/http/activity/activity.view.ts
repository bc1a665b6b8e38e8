import type { ActivityRecord, Span, StoredActivity } from '@posture/activity';
import { AtLeast, Unknown, nodeKey } from '@posture/domain';
import type { ActivityTarget, FactValue, NodeKind } from '@posture/domain';
import type { SubjectBody } from '../subject.dto';
import type { ActivityBody, ActivityDetailBody, ActivityTargetBody, TimeSpanBody } from './activity.body';

export function activityView({ activity, joined }: StoredActivity): ActivityBody {
  return {
    id: activity.id,
    at: new Date(activity.at).toISOString(),
    type: activity.type,
    isOwn: activity.isOwn,
    severity: activity.severity,
    message: activity.message,
    outcome: activity.outcome,
    reason: activity.reason,
    actor: namedView(activity.actorKind, activity.actorId, activity.actorLogin ?? activity.actorName),
    actorId: activity.actorId,
    actorType: activity.actorType,
    actorLogin: activity.actorLogin,
    actorName: activity.actorName,
    clientId: activity.clientId,
    apiTokenId: activity.apiTokenId,
    targets: activity.targets.map(targetView),
    isOnSelf: activity.isOnSelf,
    privileges: activity.privileges,
    changes: activity.changes,
    srcIp: activity.srcIp,
    ipChain: activity.ipChain,
    asn: activity.asn,
    asOrg: activity.asOrg,
    isp: activity.isp,
    isProxy: activity.isProxy,
    zone: activity.zone,
    country: activity.country,
    region: activity.region,
    city: activity.city,
    lat: activity.lat,
    lon: activity.lon,
    userAgent: activity.userAgent,
    os: activity.os,
    browser: activity.browser,
    deviceType: activity.deviceType,
    deviceToken: activity.deviceToken,
    sessionId: activity.sessionId,
    rootSessionId: activity.rootSessionId,
    authProvider: activity.authProvider,
    credentialType: activity.credentialType,
    issuerId: activity.issuerId,
    issuerType: activity.issuerType,
    factor: activity.factor,
    pushResponse: activity.pushResponse,
    methods: activity.methods,
    grantType: activity.grantType,
    scopes: activity.scopes,
    risk: activity.risk,
    riskReasons: activity.riskReasons,
    threatSuspected: activity.threatSuspected,
    behaviours: activity.behaviours,
    requestUri: activity.requestUri,
    transactionId: activity.transactionId,
    transactionType: activity.transactionType,
    details: activity.details,
    joined: Object.entries(joined).map(([fact, value]) => joinedFactView(fact, value)),
  };
}

export function activityDetailView(record: ActivityRecord): ActivityDetailBody {
  return { ...activityView(record), raw: record.raw };
}

export function timeSpanView({ since, until }: Span): TimeSpanBody {
  return { since: since.toISOString(), until: until.toISOString() };
}

function targetView({ id, type, kind, login, name }: ActivityTarget): ActivityTargetBody {
  // The access graph calls a user by the login and everything else by its name.
  const subject = namedView(kind, id, kind === 'User' ? (login ?? name) : name);
  return { id, type, login, name, subject };
}

function namedView(kind: NodeKind | null, id: string | null, name: string | null): SubjectBody | null {
  return kind === null || id === null ? null : { kind, key: nodeKey(kind, id), externalId: id, name };
}

function joinedFactView(fact: string, value: FactValue): ActivityBody['joined'][number] {
  if (value instanceof Unknown) return { fact, value: null, certainty: 'unknown' };
  if (value instanceof AtLeast) return { fact, value: value.value, certainty: 'at_least' };
  return { fact, value, certainty: 'known' };
}
