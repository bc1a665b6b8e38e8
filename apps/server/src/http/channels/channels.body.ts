import { ApiProperty } from '@nestjs/swagger';
import { ALERT_FORMATS, ALERT_TYPES, CHANNEL_KIND_NAMES, CHANNEL_STATES, DELIVERY_STATES } from '@posture/alerts';
import { SEVERITIES } from '@posture/domain';

export class ChannelBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ minimum: 1, description: 'one more with every change; the ETag says it' })
  readonly version: number;

  @ApiProperty({ enum: CHANNEL_KIND_NAMES, enumName: 'ChannelKind' })
  readonly kind: string;

  @ApiProperty()
  readonly name: string;

  @ApiProperty({
    example: 'https://siem.acme.example/in',
    description: 'of Slack and Teams only the host: the rest is a credential',
  })
  readonly url: string;

  @ApiProperty({ enum: ALERT_FORMATS, enumName: 'AlertFormat' })
  readonly format: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'as its kind asks for' })
  readonly settings: Record<string, string>;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', description: 'it is told of findings as severe or more' })
  readonly minSeverity: string;

  @ApiProperty({
    enum: ALERT_TYPES,
    enumName: 'AlertType',
    isArray: true,
    description: 'empty: what opens, comes back or is resolved',
  })
  readonly types: readonly string[];

  @ApiProperty({ type: [String], description: 'it is told of these connections; empty: of all' })
  readonly connectionIds: readonly string[];

  @ApiProperty({ description: 'which findings, as lists of findings are filtered; empty: all' })
  readonly filter: string;

  @ApiProperty({ description: 'whether alerts carry evidence, which may name people and addresses' })
  readonly includesEvidence: boolean;

  @ApiProperty({ enum: CHANNEL_STATES, enumName: 'ChannelState' })
  readonly state: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "why it is disabled or misconfigured, with the receiver's own words",
  })
  readonly stateWhy: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'since when every attempt failed; null: the last one went well, or there was none',
  })
  readonly failingSince: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;
}

export class ChannelSecretBody {
  @ApiProperty({ example: 'whsec_…', description: 'what receivers verify alerts with; shown this once' })
  readonly secret: string;
}

export class RecoveredBody {
  @ApiProperty({ description: 'so many alerts are sent again, ten a second at most' })
  readonly count: number;
}

export class ChannelPreviewBody {
  @ApiProperty({ enum: ALERT_FORMATS, enumName: 'AlertFormat' })
  readonly format: string;

  @ApiProperty({ description: 'what is kept of it until it is taken, to the byte but for its id' })
  readonly body: string;

  @ApiProperty({ description: "whether the channel's filter lets it through" })
  readonly isWanted: boolean;
}

export class MadeChannelBody {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'whsec_…',
    description: 'what receivers verify alerts with, shown this once; null: alerts of its kind are not signed',
  })
  readonly secret: string | null;

  @ApiProperty({ type: ChannelBody })
  readonly channel: ChannelBody;
}

export class DeliveryBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ description: 'the webhook-id: the same at each attempt, and when it is sent again' })
  readonly messageId: string;

  @ApiProperty({ example: 'finding.opened' })
  readonly type: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  readonly findingId: string | null;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState' })
  readonly state: string;

  @ApiProperty({ description: 'made so far' })
  readonly attempts: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when it is tried next; null once it has ended',
  })
  readonly dueAt: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly endedAt: string | null;
}

export class AttemptBody {
  @ApiProperty({ minimum: 1 })
  readonly number: number;

  @ApiProperty({ format: 'date-time' })
  readonly at: string;

  @ApiProperty({ description: 'milliseconds until it was answered, or given up' })
  readonly ms: number;

  @ApiProperty({ type: Number, nullable: true, description: 'HTTP status; null: nothing was answered' })
  readonly status: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'ECONNREFUSED', description: 'why nothing was answered' })
  readonly error: string | null;

  @ApiProperty({ description: 'the first 4 KiB of the answer' })
  readonly answer: string;

  @ApiProperty({ type: String, nullable: true, description: 'where the connection led' })
  readonly address: string | null;
}

export class DeliveryDetailBody extends DeliveryBody {
  @ApiProperty({ type: [AttemptBody], description: 'in order' })
  readonly made: readonly AttemptBody[];
}

export class ChannelTestBody extends DeliveryDetailBody {
  @ApiProperty({ description: 'what it means that a receiver of its kind takes an alert' })
  readonly proves: string;
}
