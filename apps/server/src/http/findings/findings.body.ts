import { ApiProperty } from '@nestjs/swagger';
import { FINDING_STATUSES, SEVERITIES, TIERS } from '@posture/domain';
import type { FindingStatus, Severity, SeveritySource, Tier } from '@posture/domain';
import { ACTIONS, REOPEN_REASONS, RESOLUTIONS } from '@posture/findings';
import { ActorBody } from '../actor.body';
import { ExceptionBody } from '../exceptions/exceptions.body';
import { EvidenceBody, EvidenceEventBody, MissingBody, SubjectBody } from '../subject.dto';

export class ExternalRefBody {
  @ApiProperty({ example: 'jira' })
  readonly system: string;

  @ApiProperty({ example: 'SEC-1204' })
  readonly key: string;

  @ApiProperty({ example: 'https://tickets.acme.example/SEC-1204' })
  readonly url: string;
}

export class FindingBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ example: 'okta-superadmin-service-account' })
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ enum: ['rule', 'manual'], enumName: 'SeveritySource', description: 'manual: people gave it' })
  readonly severitySource: SeveritySource;

  @ApiProperty({ type: String, nullable: true, description: 'why people gave it' })
  readonly severityReason: string | null;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly ruleSeverity: Severity;

  @ApiProperty({ minimum: 0, maximum: 100 })
  readonly score: number;

  @ApiProperty({ enum: TIERS, enumName: 'Tier' })
  readonly tier: Tier;

  @ApiProperty({ enum: FINDING_STATUSES, enumName: 'FindingStatus', description: "people's word on it" })
  readonly status: FindingStatus;

  @ApiProperty({ format: 'date-time' })
  readonly statusChangedAt: string;

  @ApiProperty({ type: ActorBody })
  readonly statusChangedBy: ActorBody;

  @ApiProperty({ description: "the system's word: still there at the last complete judgement" })
  readonly present: boolean;

  @ApiProperty({ type: [MissingBody], description: 'what could not be read at the last judgement' })
  readonly notAssessed: readonly MissingBody[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the finding that stands for it' })
  readonly supersededBy: string | null;

  @ApiProperty({ type: SubjectBody })
  readonly subject: SubjectBody;

  @ApiProperty({ description: 'members of a finding of grain group; else 1' })
  readonly count: number;

  @ApiProperty()
  readonly title: string;

  @ApiProperty()
  readonly why: string;

  @ApiProperty({ format: 'date-time' })
  readonly firstSeenAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly lastSeenAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly resolvedAt: string | null;

  @ApiProperty({ nullable: true, enum: RESOLUTIONS, enumName: 'Resolution' })
  readonly resolution: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when a claimed one was seen to be gone',
  })
  readonly verifiedAt: string | null;

  @ApiProperty({ description: 'how often it came back after it was resolved' })
  readonly reopenCount: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastReopenedAt: string | null;

  @ApiProperty({ nullable: true, enum: REOPEN_REASONS, enumName: 'ReopenReason' })
  readonly reopenReason: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'id of a key or a person' })
  readonly assignee: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: never, for its severity' })
  readonly dueAt: string | null;

  @ApiProperty({ description: 'due, and neither resolved nor suppressed' })
  readonly overdue: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the exception it is suppressed under' })
  readonly exceptionId: string | null;

  @ApiProperty({
    description:
      'it got worse while it was suppressed, or rests on something else than when it was called a false positive',
  })
  readonly needsReview: boolean;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'a scan that saw it gone; told by the log, it takes the next one, too, to believe that',
  })
  readonly clearIn: string | null;

  @ApiProperty({ type: [ExternalRefBody] })
  readonly externalRefs: readonly ExternalRefBody[];

  @ApiProperty({ minimum: 1, description: 'as the ETag says it; moves with each step of its history' })
  readonly version: number;
}

class ScoreTermBody {
  @ApiProperty()
  readonly name: string;

  @ApiProperty()
  readonly value: number;
}

export class EpisodeBody {
  @ApiProperty({ format: 'date-time' })
  readonly from: string;

  @ApiProperty({ format: 'date-time' })
  readonly to: string;

  @ApiProperty({
    enum: ['open', 'settled', 'withdrawn'],
    enumName: 'EpisodeState',
    description: 'open: events that come late may still extend, join or withdraw it; settled: nothing changes it',
  })
  readonly state: 'open' | 'settled' | 'withdrawn';

  @ApiProperty({ type: String, nullable: true, description: 'why it was withdrawn' })
  readonly reason: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly withdrawnAt: string | null;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', description: 'of the worst of its occurrences' })
  readonly severity: Severity;

  @ApiProperty()
  readonly title: string;

  @ApiProperty()
  readonly why: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'values that matched, measures, and the baseline that was broken',
  })
  readonly shown: object;

  @ApiProperty({ description: 'how often what the rule watches for was found' })
  readonly occurrences: number;

  @ApiProperty({ description: 'how many events proved it' })
  readonly eventCount: number;

  @ApiProperty({ type: [EvidenceEventBody], description: 'the first 20 and the last 5 of them, in order of time' })
  readonly events: readonly EvidenceEventBody[];
}

class EpisodesInShortBody {
  @ApiProperty({ description: 'without withdrawn ones; 0 for a finding that no detection made' })
  readonly count: number;

  @ApiProperty({ type: EpisodeBody, nullable: true })
  readonly latest: EpisodeBody | null;
}

/** Another finding about the same subject. */
export class RelatedFindingBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'okta-det-mfa-push-bombing' })
  readonly rule: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ minimum: 0, maximum: 100 })
  readonly score: number;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ description: 'something that happened, not something that is so: for a weakness, the threat to it' })
  readonly isDetection: boolean;

  @ApiProperty({ format: 'date-time', description: 'of a detection, when it happened last' })
  readonly lastSeenAt: string;
}

export class FindingDetailBody extends FindingBody {
  @ApiProperty({ type: EvidenceBody })
  readonly evidence: EvidenceBody;

  @ApiProperty({ type: EpisodesInShortBody })
  readonly episodes: EpisodesInShortBody;

  @ApiProperty({ type: [RelatedFindingBody], description: 'what else stands about the same subject, worst first' })
  readonly alsoAbout: readonly RelatedFindingBody[];

  @ApiProperty({ type: [ScoreTermBody], description: 'the score is their product' })
  readonly scoreTerms: readonly ScoreTermBody[];

  @ApiProperty({ type: ExceptionBody, nullable: true })
  readonly exception: ExceptionBody | null;

  @ApiProperty({ enum: ACTIONS, enumName: 'FindingAction', isArray: true, description: 'what may be done to it now' })
  readonly allowed: readonly string[];
}

export class FindingEventBody {
  @ApiProperty({ description: 'orders the events of one finding' })
  readonly sequence: number;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ example: 'opened' })
  readonly type: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly data: object;

  @ApiProperty({ type: ActorBody })
  readonly actor: ActorBody;
}

export class CommentBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ type: ActorBody })
  readonly actor: ActorBody;

  @ApiProperty()
  readonly text: string;
}
