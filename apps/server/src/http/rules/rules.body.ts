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
