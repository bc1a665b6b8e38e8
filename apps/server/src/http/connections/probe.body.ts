import { ApiProperty } from '@nestjs/swagger';

class ProbedOrgBody {
  @ApiProperty()
  readonly id: string;

  @ApiProperty({ type: String, nullable: true })
  readonly name: string | null;

  @ApiProperty({ example: 'idx', description: 'idx: Identity Engine, v1: Classic' })
  readonly pipeline: string;

  @ApiProperty()
  readonly origin: string;
}

class CredentialOwnerBody {
  @ApiProperty()
  readonly id: string;

  @ApiProperty({ type: String, nullable: true })
  readonly login: string | null;
}

class ProbedCredentialBody {
  @ApiProperty({ enum: ['api_token', 'client_secret', 'private_key'], enumName: 'CredentialKind' })
  readonly kind: string;

  @ApiProperty({ type: CredentialOwnerBody, nullable: true, description: 'whom an API token acts as' })
  readonly owner: CredentialOwnerBody | null;

  @ApiProperty({ type: [String], nullable: true, description: "the owner's admin roles; null when not readable" })
  readonly roles: readonly string[] | null;

  @ApiProperty({ type: [String], nullable: true })
  readonly grantedScopes: readonly string[] | null;

  @ApiProperty({ type: [String] })
  readonly missingScopes: readonly string[];
}

class ProbedResourceBody {
  @ApiProperty()
  readonly resource: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ example: 'GET /api/v1/users' })
  readonly endpoint: string;

  @ApiProperty({ enum: ['ok', 'forbidden', 'unlicensed', 'failed', 'not_probed'], enumName: 'ProbeState' })
  readonly state: string;

  @ApiProperty({ type: Number, nullable: true, description: 'HTTP status; null without an answer' })
  readonly status: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly latencyMs: number | null;

  @ApiProperty({ type: String, nullable: true })
  readonly reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly missing: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly grant: string | null;
}

class ProbePlanBody {
  @ApiProperty()
  readonly requests: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  readonly byBucket: object;

  @ApiProperty()
  readonly minutes: number;

  @ApiProperty({ description: 'until the first findings' })
  readonly firstWaveMinutes: number;

  @ApiProperty({ description: 'true when the org is larger than the probe looked' })
  readonly atLeast: boolean;
}

class SwitchedOffBody {
  @ApiProperty()
  readonly resource: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ type: String, nullable: true })
  readonly reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly grant: string | null;

  @ApiProperty({ description: 'rules that cannot be fully judged for it' })
  readonly rules: number;

  @ApiProperty({ description: 'path rules that cannot be fully judged for it' })
  readonly paths: number;
}

class GrantAdviceBody {
  @ApiProperty()
  readonly grant: string;

  @ApiProperty({ type: String, nullable: true })
  readonly missing: string | null;

  @ApiProperty({ type: [String] })
  readonly resources: readonly string[];

  @ApiProperty()
  readonly rules: number;

  @ApiProperty()
  readonly paths: number;
}

class RuleCountsBody {
  @ApiProperty()
  readonly rules: number;

  @ApiProperty()
  readonly paths: number;
}

export class ProbeBody {
  @ApiProperty({ type: ProbedOrgBody })
  readonly org: ProbedOrgBody;

  @ApiProperty({ type: ProbedCredentialBody })
  readonly credential: ProbedCredentialBody;

  @ApiProperty({ type: [ProbedResourceBody] })
  readonly resources: readonly ProbedResourceBody[];

  @ApiProperty({ type: [String] })
  readonly warnings: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'requests a minute by bucket' })
  readonly limits: object;

  @ApiProperty({ type: ProbePlanBody })
  readonly plan: ProbePlanBody;

  @ApiProperty({ type: [SwitchedOffBody] })
  readonly switchesOff: readonly SwitchedOffBody[];

  @ApiProperty({ type: [GrantAdviceBody], description: 'what to grant next, most useful first' })
  readonly grants: readonly GrantAdviceBody[];

  @ApiProperty({ type: RuleCountsBody, description: 'all rules of this build' })
  readonly rules: RuleCountsBody;
}
