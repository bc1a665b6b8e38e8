import { ApiProperty } from '@nestjs/swagger';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { COMPLIANCE_SCHEMA, CONTROL_STATES, FRAMEWORKS } from '@posture/flows';

const STATE = { enum: CONTROL_STATES, enumName: 'ControlState' };

class FrameworkBody {
  @ApiProperty({ enum: FRAMEWORKS, enumName: 'FrameworkId' })
  readonly id: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ description: 'where its own text is published' })
  readonly url: string;
}

class ComplianceConnectionBody {
  @ApiProperty()
  readonly id: string;

  @ApiProperty()
  readonly name: string;

  @ApiProperty({ example: 'okta' })
  readonly provider: string;

  @ApiProperty({ example: 'acme.okta.com' })
  readonly domain: string;
}

class ControlRuleBody {
  @ApiProperty({ example: 'okta-global-session-idle' })
  readonly rule: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity' })
  readonly severity: Severity;

  @ApiProperty(STATE)
  readonly state: string;

  @ApiProperty({ description: 'present findings that nobody suppressed' })
  readonly open: number;

  @ApiProperty({ description: 'present findings that somebody answers for' })
  readonly accepted: number;

  @ApiProperty({ type: [String], description: 'why it was not assessed; empty otherwise' })
  readonly reasons: readonly string[];
}

class ControlBody {
  @ApiProperty({ example: 'OKTA-APP-000020' })
  readonly control: string;

  @ApiProperty({ type: String, nullable: true, description: 'what the framework calls it' })
  readonly title: string | null;

  @ApiProperty(STATE)
  readonly state: string;

  @ApiProperty({ type: [ControlRuleBody], description: 'those that decide first' })
  readonly rules: readonly ControlRuleBody[];
}

export class ComplianceBody {
  @ApiProperty({ enum: [COMPLIANCE_SCHEMA], enumName: 'ComplianceSchema' })
  readonly schema: string;

  @ApiProperty({ type: FrameworkBody })
  readonly framework: FrameworkBody;

  @ApiProperty({ type: ComplianceConnectionBody })
  readonly connection: ComplianceConnectionBody;

  @ApiProperty({ format: 'uuid', description: 'the last completed scan' })
  readonly scanId: string;

  @ApiProperty({ example: 'strict-gov' })
  readonly profile: string;

  @ApiProperty({ format: 'date-time' })
  readonly asOf: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'controls by state' })
  readonly summary: object;

  @ApiProperty({ type: [ControlBody] })
  readonly controls: readonly ControlBody[];
}
