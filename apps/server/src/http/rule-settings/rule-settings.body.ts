import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { ActorBody } from '../actor.body';
import { SubjectBody } from '../subject.dto';
import { CLASSIFICATION, RULE_SETTINGS } from './tuning.schema';

/** How rules are tuned, as it was left by one change. */
export class RuleTuningBody {
  @ApiProperty({ description: '0: nobody ever tuned them' })
  readonly version: number;

  @ApiProperty(RULE_SETTINGS)
  readonly rules: object;

  @ApiProperty(CLASSIFICATION)
  readonly classification: object;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly changedAt: string | null;

  @ApiProperty({ type: ActorBody, nullable: true })
  readonly changedBy: ActorBody | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reason: string | null;
}

class TuningProblemBody {
  @ApiProperty({ example: 'rule.unknown' })
  readonly code: string;

  @ApiProperty({ example: 'rules.acme-old-rule' })
  readonly field: string;

  @ApiProperty()
  readonly message: string;

  @ApiProperty()
  readonly remedy: string;
}

export class RuleSettingsBody extends RuleTuningBody {
  @ApiProperty({
    type: [TuningProblemBody],
    description: 'what fits no rule any more, because rules have changed since; it is passed over',
  })
  readonly problems: readonly TuningProblemBody[];
}

class DifferenceBody {
  @ApiProperty()
  readonly count: number;

  @ApiProperty({ type: [SubjectBody], description: 'the first few of them' })
  readonly samples: readonly SubjectBody[];
}

class SeveritiesBody {
  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', nullable: true, description: 'null: the rule is off' })
  readonly before: Severity | null;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', nullable: true })
  readonly after: Severity | null;
}

class MatchesBody {
  @ApiProperty()
  readonly before: number;

  @ApiProperty()
  readonly after: number;
}

class PreviewedRuleBody {
  @ApiProperty({ example: 'okta-api-token-old' })
  readonly rule: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ enum: ['on', 'off', 'changed'], enumName: 'PreviewedChange' })
  readonly change: string;

  @ApiProperty({ type: SeveritiesBody })
  readonly severity: SeveritiesBody;

  @ApiProperty({ type: MatchesBody })
  readonly matches: MatchesBody;

  @ApiProperty({ type: DifferenceBody })
  readonly more: DifferenceBody;

  @ApiProperty({ type: DifferenceBody })
  readonly fewer: DifferenceBody;

  @ApiProperty({ type: DifferenceBody, description: 'subjects that could be assessed before' })
  readonly notAssessed: DifferenceBody;
}

class NotPreviewedBody {
  @ApiProperty()
  readonly rule: string;

  @ApiProperty({ description: 'why, and how to see what the change does to it' })
  readonly reason: string;
}

export class RulePreviewBody {
  @ApiProperty({ description: 'that of the last scan' })
  readonly profile: string;

  @ApiProperty({ description: 'of the inventory it was judged by' })
  readonly version: number;

  @ApiProperty({ format: 'date-time' })
  readonly asOf: string;

  @ApiProperty({ description: 'subjects that would match and do not now, over all rules' })
  readonly more: number;

  @ApiProperty()
  readonly fewer: number;

  @ApiProperty()
  readonly notAssessed: number;

  @ApiProperty({ type: [PreviewedRuleBody], description: 'rules that would say something else' })
  readonly rules: readonly PreviewedRuleBody[];

  @ApiProperty({ type: [NotPreviewedBody] })
  readonly notPreviewed: readonly NotPreviewedBody[];
}
