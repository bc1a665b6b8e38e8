import { ApiProperty } from '@nestjs/swagger';
import { COVERAGE_STATES } from '@posture/domain';
import type { CoverageState } from '@posture/domain';

export class ConnectionBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: ['okta'] })
  readonly provider: string;

  @ApiProperty({ example: 'acme.okta.com' })
  readonly domain: string;

  @ApiProperty({ type: String, nullable: true, description: "the provider's id of the org" })
  readonly tenantId: string | null;

  @ApiProperty()
  readonly name: string;

  @ApiProperty({ enum: ['api_token', 'client_secret', 'private_key'], enumName: 'CredentialKind' })
  readonly credentialKind: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;
}

class ChangeCountsBody {
  @ApiProperty()
  readonly added: number;

  @ApiProperty()
  readonly changed: number;

  @ApiProperty()
  readonly closed: number;
}

class ChangesBody {
  @ApiProperty({ type: ChangeCountsBody })
  readonly nodes: ChangeCountsBody;

  @ApiProperty({ type: ChangeCountsBody })
  readonly edges: ChangeCountsBody;
}

class CoverageBody {
  @ApiProperty({ example: 'users' })
  readonly resource: string;

  @ApiProperty({ enum: COVERAGE_STATES, enumName: 'CoverageState' })
  readonly state: CoverageState;

  @ApiProperty({ type: String, nullable: true, description: 'a sentence for an administrator; null when complete' })
  readonly reason: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'scope, role or permission to grant' })
  readonly missing: string | null;

  @ApiProperty()
  readonly records: number;
}

class SyncReportBody {
  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly finishedAt: string;

  @ApiProperty()
  readonly requests: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'by rate-limit bucket' })
  readonly requestsByBucket: object;

  @ApiProperty({ description: "milliseconds spent waiting for the provider's limits" })
  readonly throttledMs: number;

  @ApiProperty({ description: 'inventory version the sync published last' })
  readonly version: number;

  @ApiProperty({ type: ChangesBody })
  readonly changes: ChangesBody;

  @ApiProperty({ type: [CoverageBody] })
  readonly coverage: CoverageBody[];
}

class WaitingBody {
  @ApiProperty({ description: 'rate-limit bucket that is used up' })
  readonly bucket: string;

  @ApiProperty({ format: 'date-time' })
  readonly until: string;
}

class ProgressBody {
  @ApiProperty({ minimum: 1, description: 'waves are read, published and judged one after the other' })
  readonly wave: number;

  @ApiProperty()
  readonly resource: string;

  @ApiProperty({ description: 'records of this wave so far' })
  readonly records: number;

  @ApiProperty()
  readonly requests: number;

  @ApiProperty({ type: Number, nullable: true, description: 'by the plan; null until it is known' })
  readonly expectedRequests: number | null;

  @ApiProperty({ type: WaitingBody, nullable: true, description: "set while waiting for the provider's limit" })
  readonly waiting: WaitingBody | null;
}

class SyncErrorBody {
  @ApiProperty({ example: 'okta.credential_refused' })
  readonly code: string;

  @ApiProperty()
  readonly message: string;
}

export class SyncBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ format: 'uuid' })
  readonly connectionId: string;

  @ApiProperty({ enum: ['running', 'completed', 'failed', 'aborted'], enumName: 'SyncState' })
  readonly state: 'running' | 'completed' | 'failed' | 'aborted';

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what it was started with' })
  readonly options: object;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: SyncErrorBody, nullable: true, description: 'why it failed' })
  readonly error: SyncErrorBody | null;

  @ApiProperty({
    type: SyncReportBody,
    nullable: true,
    description: 'coverage, requests and changes; null until it ends',
  })
  readonly report: SyncReportBody | null;

  @ApiProperty({ type: ProgressBody, nullable: true, description: 'while the answering process runs it' })
  readonly progress: ProgressBody | null;
}
