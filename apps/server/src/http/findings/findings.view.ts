import type { EvidenceEvent, EvidenceFact } from '@posture/domain';
import { ENGINE, allowedActions, isOverdue } from '@posture/findings';
import type {
  EpisodeRecord,
  EpisodesInShort,
  Exception,
  Finding,
  FindingComment,
  FindingEvent,
} from '@posture/findings';
import { actorView } from '../actor.body';
import { exceptionView } from '../exceptions/exceptions.view';
import type { EvidenceFactBody } from '../subject.dto';
import { pathEdgeView, subjectView } from '../subject.view';
import type {
  CommentBody,
  EpisodeBody,
  FindingBody,
  FindingDetailBody,
  FindingEventBody,
  RelatedFindingBody,
} from './findings.body';

const WITHDRAWN = 'Events that came in later, or a change of the rule, no longer prove it.';

/** @param now whether it is overdue is reckoned from */
export function findingView(finding: Finding, now: Date): FindingBody {
  return {
    id: finding.id,
    connectionId: finding.connectionId,
    rule: finding.rule,
    severity: finding.severity,
    severitySource: finding.severitySource,
    severityReason: finding.severityReason,
    ruleSeverity: finding.ruleSeverity,
    score: finding.score,
    tier: finding.tier,
    status: finding.status,
    statusChangedAt: finding.statusChangedAt.toISOString(),
    statusChangedBy: actorView(finding.statusChangedBy),
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
    verifiedAt: finding.verifiedAt?.toISOString() ?? null,
    reopenCount: finding.reopenCount,
    lastReopenedAt: finding.lastReopenedAt?.toISOString() ?? null,
    reopenReason: finding.reopenReason,
    assignee: finding.assignee,
    dueAt: finding.dueAt?.toISOString() ?? null,
    overdue: isOverdue(finding, now),
    exceptionId: finding.exceptionId,
    needsReview: finding.needsReview,
    clearIn: finding.clearIn,
    externalRefs: finding.externalRefs.map(({ system, key, url }) => ({ system, key, url })),
    version: finding.sequence,
  };
}

/** @param others about the same subject */
export function findingDetailView(
  finding: Finding,
  { count, latest }: EpisodesInShort,
  others: readonly Finding[],
  exception: Exception | null,
  now: Date,
): FindingDetailBody {
  const { facts, path, events = [] } = finding.evidence;
  return {
    ...findingView(finding, now),
    evidence: {
      facts: facts.map(evidenceFactView),
      path: path.map(pathEdgeView),
      events: events.map(evidenceEventView),
    },
    alsoAbout: others.map(relatedView),
    scoreTerms: finding.scoreTerms.map(({ name, value }) => ({ name, value })),
    exception: exception === null ? null : exceptionView(exception),
    allowed: allowedActions(finding.status),
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

export function eventView({ sequence, at, type, data, actor }: FindingEvent): FindingEventBody {
  return { sequence, at: at.toISOString(), type, data, actor: actorView(actor ?? ENGINE) };
}

export function commentView({ id, at, actor, text }: FindingComment): CommentBody {
  return { id, at: at.toISOString(), actor: actorView(actor), text };
}

function evidenceFactView({ fact, value, unit, source, readAt, certainty }: EvidenceFact): EvidenceFactBody {
  return { fact, value, unit, source, readAt, certainty };
}

function evidenceEventView({ id, at }: EvidenceEvent): EpisodeBody['events'][number] {
  return { id, at: new Date(at).toISOString() };
}
