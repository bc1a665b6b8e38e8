import type { Finding, FindingEvent } from '@posture/findings';
import type { FindingBody, FindingDetailBody, FindingEventBody } from './findings.body';

export function findingView(finding: Finding): FindingBody {
  return {
    id: finding.id,
    connectionId: finding.connectionId,
    rule: finding.rule,
    severity: finding.severity,
    score: finding.score,
    tier: finding.tier,
    status: finding.status,
    present: finding.present,
    notAssessed: finding.notAssessed,
    supersededBy: finding.supersededBy,
    subject: finding.subject,
    count: finding.count,
    title: finding.title,
    why: finding.why,
    firstSeenAt: finding.firstSeenAt.toISOString(),
    lastSeenAt: finding.lastSeenAt.toISOString(),
    resolvedAt: finding.resolvedAt?.toISOString() ?? null,
    resolution: finding.resolution,
  };
}

export function findingDetailView(finding: Finding): FindingDetailBody {
  const { facts, path } = finding.evidence;
  return {
    ...findingView(finding),
    evidence: { facts: [...facts], path: [...path] },
    scoreTerms: finding.scoreTerms,
  };
}

export function eventView({ sequence, at, type, data }: FindingEvent): FindingEventBody {
  return { sequence, at: at.toISOString(), type, data };
}
