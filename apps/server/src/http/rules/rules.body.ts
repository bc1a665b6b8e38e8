import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { ANY } from '../subject.dto';

const PROFILES = ['default', 'strict-gov', 'everything'] as const;

export class RuleBody {
  @ApiProperty({ example: 'okta-superadmin-service-account' })
  readonly id: string;

  @ApiProperty()
  readonly version: number;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ enum: ['posture', 'path', 'detection'], enumName: 'RuleKind' })
  readonly kind: string;

  @ApiProperty({ example: 'User' })
  readonly subject: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty({ enum: ['each', 'group', 'measure', 'signal'], enumName: 'Grain' })
  readonly report: string;

  @ApiProperty({ enum: PROFILES, enumName: 'Profile', isArray: true })
  readonly profiles: readonly string[];

  @ApiProperty({ type: [String], description: 'resources that must be read for a certain verdict' })
  readonly resources: readonly string[];
}

class RuleFactBody {
  @ApiProperty()
  readonly name: string;

  @ApiProperty()
  readonly means: string;

  @ApiProperty({ type: String, nullable: true })
  readonly unit: string | null;

  @ApiProperty()
  readonly source: string;

  @ApiProperty({ type: [String] })
  readonly scopes: readonly string[];
}

class RuleParameterBody {
  @ApiProperty()
  readonly name: string;

  @ApiProperty({ type: String, nullable: true })
  readonly unit: string | null;

  @ApiProperty()
  readonly why: string;

  @ApiProperty({ type: Number, nullable: true })
  readonly min: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly max: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { oneOf: ANY }, description: 'by profile' })
  readonly values: object;
}

class ReferenceBody {
  @ApiProperty()
  readonly title: string;

  @ApiProperty()
  readonly url: string;
}

class RemediationBody {
  @ApiProperty()
  readonly text: string;

  @ApiProperty({
    enum: ['A', 'P', 'M'],
    enumName: 'RemediationClass',
    description: 'A: safe to automate; P: can be automated, after approval; M: by hand',
  })
  readonly class: string;

  @ApiPropertyOptional({ description: 'the planned change that does it, where there is one' })
  readonly action?: string;
}

class RuleCaseBody {
  @ApiProperty()
  readonly name: string;

  @ApiProperty()
  readonly expect: string;
}

export class RuleDetailBody extends RuleBody {
  @ApiProperty()
  readonly description: string;

  @ApiProperty({ type: [String], nullable: true, description: 'null: every subject of the kind' })
  readonly appliesTo: readonly string[] | null;

  @ApiProperty({ type: [String], description: 'indented lines' })
  readonly condition: readonly string[];

  @ApiProperty({ type: [RuleFactBody] })
  readonly facts: readonly RuleFactBody[];

  @ApiProperty({ type: [RuleParameterBody] })
  readonly parameters: readonly RuleParameterBody[];

  @ApiProperty({ type: [String] })
  readonly severityWhen: readonly string[];

  @ApiProperty({ type: [String] })
  readonly supersedes: readonly string[];

  @ApiProperty({ type: [ReferenceBody] })
  readonly references: readonly ReferenceBody[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  readonly mappings: object;

  @ApiProperty()
  readonly blindSpots: string;

  @ApiProperty()
  readonly falsePositives: string;

  @ApiProperty({ type: [String] })
  readonly triage: readonly string[];

  @ApiProperty({ type: RemediationBody })
  readonly remediation: RemediationBody;

  @ApiProperty({ type: [RuleCaseBody] })
  readonly cases: readonly RuleCaseBody[];
}

class RuleProblemBody {
  @ApiProperty()
  readonly file: string;

  @ApiProperty({ type: Number, nullable: true })
  readonly line: number | null;

  @ApiProperty({ example: 'cases[2].facts', description: "'' for the file as a whole" })
  readonly field: string;

  @ApiProperty()
  readonly message: string;

  @ApiProperty()
  readonly remedy: string;
}

class OwnRulesBody {
  @ApiProperty({
    enum: ['none', 'active', 'failed'],
    enumName: 'OwnRulesState',
    description: 'none: no directory is set; failed: what is there cannot be used, and what was read before judges on',
  })
  readonly state: string;

  @ApiProperty({ type: String, nullable: true })
  readonly directory: string | null;

  @ApiProperty({ description: 'how many of them judge now' })
  readonly rules: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly loadedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly checkedAt: string | null;

  @ApiProperty({ type: [RuleProblemBody] })
  readonly problems: readonly RuleProblemBody[];
}

export class RulesStatusBody {
  @ApiProperty({ description: 'how many rules judge, shipped ones included' })
  readonly rules: number;

  @ApiProperty({ type: OwnRulesBody, description: "the operator's own, of POSTURE_RULES_DIR" })
  readonly own: OwnRulesBody;
}
