import type { EvidenceEvent, EvidenceFact } from '@posture/domain';
import type { EpisodeRecord, EpisodesInShort, Finding, FindingEvent } from '@posture/findings';
import type { EvidenceFactBody } from '../subject.dto';
import { pathEdgeView, subjectView } from '../subject.view';
import type {
  EpisodeBody,
  FindingBody,
  FindingDetailBody,
  FindingEventBody,
  RelatedFindingBody,
} from './findings.body';

const WITHDRAWN = 'Events that came in later, or a change of the rule, no longer prove it.';

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

/** @param others about the same subject */
export function findingDetailView(
  finding: Finding,
  { count, latest }: EpisodesInShort,
  others: readonly Finding[],
): FindingDetailBody {
  const { facts, path, events = [] } = finding.evidence;
  return {
    ...findingView(finding),
    evidence: {
      facts: facts.map(evidenceFactView),
      path: path.map(pathEdgeView),
      events: events.map(evidenceEventView),
    },
    alsoAbout: others.map(relatedView),
    scoreTerms: finding.scoreTerms.map(({ name, value }) => ({ name, value })),
    episodes: { count, latest: latest === null ? null : episodeView(latest) },
  };
}

function relatedView({ id, rule, severity, score, title, evidence, lastSeenAt }: Finding): RelatedFindingBody {
  const isDetection = (evidence.events ?? []).length > 0;
  return { id, rule, severity, score, title, isDetection, lastSeenAt: lastSeenAt.toISOString() };
}

export function episodeView(episode: EpisodeRecord): EpisodeBody {
  const { withdrawnAt } = episode;
  return {
    from: new Date(episode.from).toISOString(),
    to: new Date(episode.to).toISOString(),
    state: withdrawnAt !== null ? 'withdrawn' : episode.isSettled ? 'settled' : 'open',
    reason: withdrawnAt === null ? null : WITHDRAWN,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    severity: episode.severity,
    title: episode.title,
    why: episode.why,
    shown: episode.shown,
    occurrences: episode.occurrences,
    eventCount: episode.eventCount,
    events: episode.events.map(evidenceEventView),
  };
}

export function eventView({ sequence, at, type, data }: FindingEvent): FindingEventBody {
  return { sequence, at: at.toISOString(), type, data };
}

function evidenceFactView({ fact, value, unit, source, readAt, certainty }: EvidenceFact): EvidenceFactBody {
  return { fact, value, unit, source, readAt, certainty };
}

function evidenceEventView({ id, at }: EvidenceEvent): EpisodeBody['events'][number] {
  return { id, at: new Date(at).toISOString() };
}
