import type { EvidenceFact } from '@posture/domain';
import type { Finding, FindingEvent } from '@posture/findings';
import type { EvidenceFactBody } from '../subject.dto';
import { pathEdgeView, subjectView } from '../subject.view';
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
    notAssessed: finding.notAssessed.map(({ resource, reason, missing }) => ({ resource, reason, missing })),
    supersededBy: finding.supersededBy,
    subject: subjectView(finding.subject),
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
    evidence: { facts: facts.map(evidenceFactView), path: path.map(pathEdgeView) },
    scoreTerms: finding.scoreTerms.map(({ name, value }) => ({ name, value })),
  };
}

export function eventView({ sequence, at, type, data }: FindingEvent): FindingEventBody {
  return { sequence, at: at.toISOString(), type, data };
}

function evidenceFactView({ fact, value, unit, source, readAt, certainty }: EvidenceFact): EvidenceFactBody {
  return { fact, value, unit, source, readAt, certainty };
}
