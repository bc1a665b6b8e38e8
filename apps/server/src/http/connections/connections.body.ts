import { ApiProperty } from '@nestjs/swagger';
import { CONNECTION_MODES, COVERAGE_STATES } from '@posture/domain';
import type { ConnectionMode } from '@posture/domain';
import { CONNECTION_STATES } from '@posture/flows';
import type { ConnectionState } from '@posture/flows';
import { ActorBody } from '../actor.body';

class ShownCredentialBody {
  @ApiProperty({ enum: ['api_token', 'client_secret', 'private_key'], enumName: 'CredentialKind' })
  readonly kind: string;

  @ApiProperty({ type: String, nullable: true, example: 'x7Qa', description: 'at most its last four characters' })
  readonly hint: string | null;

  @ApiProperty({ format: 'date-time', description: 'when it was given' })
  readonly changedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: nobody said' })
  readonly expiresAt: string | null;
}

class ConnectionErrorBody {
  @ApiProperty({ example: 'okta.credential_refused' })
  readonly code: string;

  @ApiProperty()
  readonly cause: string;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ type: String, nullable: true, description: 'what was being read; null: nothing yet' })
  readonly resource: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what to do about it' })
  readonly nextStep: string | null;
}

class GapBody {
  @ApiProperty({ example: 'group-members' })
  readonly resource: string;

  @ApiProperty({ description: "in an administrator's words" })
  readonly title: string;

  @ApiProperty({ enum: COVERAGE_STATES, enumName: 'CoverageState' })
  readonly state: string;

  @ApiProperty({ type: String, nullable: true })
  readonly reason: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'scope, role or permission to grant' })
  readonly missing: string | null;
}

class ConnectionStatusBody {
  @ApiProperty({
    enum: CONNECTION_STATES,
    enumName: 'ConnectionState',
    description: 'degraded: not all of it was read',
  })
  readonly state: ConnectionState;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the sync that says so' })
  readonly syncId: string | null;

  @ApiProperty({ type: ConnectionErrorBody, nullable: true, description: 'of state error' })
  readonly error: ConnectionErrorBody | null;

  @ApiProperty({ type: [GapBody], description: 'what was to be read and was not, or not all of it' })
  readonly gaps: readonly GapBody[];
}

export class ConnectionBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'okta' })
  readonly provider: string;

  @ApiProperty({ example: 'acme.okta.com' })
  readonly domain: string;

  @ApiProperty({ type: String, nullable: true, description: "the provider's id of the org" })
  readonly tenantId: string | null;

  @ApiProperty()
  readonly name: string;

  @ApiProperty({ enum: ['api_token', 'client_secret', 'private_key'], enumName: 'CredentialKind' })
  readonly credentialKind: string;

  @ApiProperty({ type: ShownCredentialBody, nullable: true, description: 'null: it was destroyed' })
  readonly credential: ShownCredentialBody | null;

  @ApiProperty({ enum: CONNECTION_MODES, enumName: 'ConnectionMode' })
  readonly mode: ConnectionMode;

  @ApiProperty({ type: ConnectionStatusBody })
  readonly status: ConnectionStatusBody;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'read to its end; null: never' })
  readonly lastSyncedAt: string | null;

  @ApiProperty({ description: 'what is known is older than it may be' })
  readonly isOverdue: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'twice its rhythm, and at least 26 hours, after it was read last, unless overdueAfter says otherwise',
  })
  readonly overdueAt: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'minutes; null: as its schedule has it' })
  readonly overdueAfter: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is paused' })
  readonly nextRunAt: string | null;

  @ApiProperty()
  readonly isPaused: boolean;

  @ApiProperty({ description: 'objects known' })
  readonly records: number;

  @ApiProperty({ type: String, nullable: true })
  readonly owner: string | null;

  @ApiProperty({ type: [String], description: 'e-mail addresses of those who are told how it goes' })
  readonly contacts: readonly string[];

  @ApiProperty({ type: [String] })
  readonly labels: readonly string[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when the secret of its event hook was made; null: no event hook is listened to',
  })
  readonly hookMadeAt: string | null;

  @ApiProperty({ type: ActorBody, nullable: true, description: 'who connected it; null: not kept then' })
  readonly createdBy: ActorBody | null;

  @ApiProperty({ format: 'date-time', description: 'when it was first connected' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'since when only its history is kept',
  })
  readonly removedAt: string | null;

  @ApiProperty({ description: 'raised by every change people make' })
  readonly version: number;
}

class SummaryPartBody {
  @ApiProperty()
  readonly connections: number;

  @ApiProperty({
    enum: CONNECTION_STATES,
    enumName: 'ConnectionState',
    nullable: true,
    description: 'null: there is none',
  })
  readonly worst: ConnectionState | null;

  @ApiProperty({ description: 'those whose data is older than it may be' })
  readonly overdue: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  readonly byState: object;
}

class ProviderSummaryBody extends SummaryPartBody {
  @ApiProperty({ example: 'okta' })
  readonly provider: string;
}

export class ConnectionSummaryBody extends SummaryPartBody {
  @ApiProperty({ type: [ProviderSummaryBody], description: 'a group of connections is as well as its worst' })
  readonly providers: readonly ProviderSummaryBody[];
}

export class HookBody {
  @ApiProperty({
    example: '/hooks/0198c1f2-…',
    description: 'at the port for event hooks, or at what stands before it',
  })
  readonly path: string;

  @ApiProperty({ example: 'Authorization', description: 'request header the provider is to send the secret in' })
  readonly header: string;

  @ApiProperty({ description: 'its whole value; shown this once' })
  readonly secret: string;
}
