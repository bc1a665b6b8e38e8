import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  IsArray,
  IsBoolean,
  IsISO8601,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { ALERT_FORMATS, ALERT_TYPES, CHANNEL_KINDS, CHANNEL_KIND_NAMES, DELIVERY_STATES } from '@posture/alerts';
import type { AlertFormat, AlertType, ChannelKindName, DeliveryState } from '@posture/alerts';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { AnyOf } from '../any-of';
import { Optional } from '../optional';
import { PageQuery } from '../page';

/** What operators give of a channel and may change later. */
export class ChannelFields {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'SIEM' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly name: string;

  @ApiProperty({
    minLength: 1,
    example: 'https://siem.acme.example/in',
    description:
      'https; tls for syslog, smtp or smtps for e-mail; public, unless its network is admitted. Of Slack and Teams it is a credential, and only its host is shown again.',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  readonly url: string;

  @ApiPropertyOptional({
    enum: ALERT_FORMATS,
    enumName: 'AlertFormat',
    description: 'how alerts are written; the usual one of the kind when left out',
  })
  @Optional()
  @IsIn(ALERT_FORMATS)
  readonly format?: AlertFormat;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: `by kind: ${settingNames('settings')}`,
  })
  @Optional()
  @IsObject()
  readonly settings?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: `never shown again; by kind: ${settingNames('credential')}`,
  })
  @Optional()
  @IsObject()
  readonly credential?: Record<string, unknown>;

  @ApiPropertyOptional({
    enum: SEVERITIES,
    enumName: 'Severity',
    default: 'medium',
    description: 'of findings; what happens to connections is told whatever its severity',
  })
  @Optional()
  @IsIn(SEVERITIES)
  readonly minSeverity?: Severity;

  @ApiPropertyOptional({
    enum: ALERT_TYPES,
    enumName: 'AlertType',
    isArray: true,
    description:
      'what opens, comes back or is resolved when left out: what people do about findings is noise to most, and what happens to connections is for who runs this',
  })
  @Optional()
  @IsArray()
  @IsIn(ALERT_TYPES, { each: true })
  readonly types?: AlertType[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'all when left out' })
  @Optional()
  @IsArray()
  @IsUUID(undefined, { each: true })
  readonly connectionIds?: string[];

  @ApiPropertyOptional({
    maxLength: 2_000,
    example: 'rule:okta-path-* tier:T0',
    description: 'which findings, as lists of findings are filtered; all when left out',
  })
  @Optional()
  @IsString()
  @MaxLength(2_000)
  readonly filter?: string;

  @ApiPropertyOptional({ default: false, description: 'evidence may name people and addresses' })
  @Optional()
  @IsBoolean()
  readonly includesEvidence?: boolean;
}

export class CreateChannelBody extends ChannelFields {
  @ApiPropertyOptional({ enum: CHANNEL_KIND_NAMES, enumName: 'ChannelKind', default: 'webhook' })
  @Optional()
  @IsIn(CHANNEL_KIND_NAMES)
  readonly kind?: ChannelKindName;
}

const SETTABLE = ['active', 'paused'] as const;

export class ChangeChannelBody extends PartialType(ChannelFields) {
  @ApiPropertyOptional({
    enum: SETTABLE,
    enumName: 'SettableChannelState',
    description: 'one that was disabled goes on when it is made active; what was skipped meanwhile stays so',
  })
  @Optional()
  @IsIn(SETTABLE)
  readonly state?: (typeof SETTABLE)[number];
}

export class PreviewChannelBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  readonly findingId: string;
}

export class RecoverChannelBody {
  @ApiProperty({ format: 'date-time', description: 'what was first to be told since then' })
  @IsISO8601({ strict: true })
  readonly since: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'now, when left out' })
  @Optional()
  @IsISO8601({ strict: true })
  readonly until?: string;
}

export class DeliveriesQuery extends PageQuery {
  @AnyOf(DELIVERY_STATES, 'DeliveryState')
  readonly state?: DeliveryState[];
}

/** What each kind asks for, as the description names it. */
function settingNames(part: 'settings' | 'credential'): string {
  return CHANNEL_KIND_NAMES.flatMap((name) => {
    const names = Object.keys(CHANNEL_KINDS[name][part]);
    return names.length === 0 ? [] : [`${name} ${names.join(', ')}`];
  }).join('; ');
}
