import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { ALERT_TYPES, DELIVERY_STATES } from '@posture/alerts';
import type { AlertType, DeliveryState } from '@posture/alerts';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { AnyOf } from '../any-of';
import { PageQuery } from '../page';

export class CreateChannelBody {
  @ApiProperty({ maxLength: 100, example: 'SIEM' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly name: string;

  @ApiProperty({
    example: 'https://siem.acme.example/in',
    description: 'https; public, unless its network is admitted',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(2_000)
  readonly url: string;

  @ApiPropertyOptional({ enum: SEVERITIES, enumName: 'Severity', default: 'medium' })
  @IsOptional()
  @IsIn(SEVERITIES)
  readonly minSeverity?: Severity;

  @ApiPropertyOptional({
    enum: ALERT_TYPES,
    enumName: 'AlertType',
    isArray: true,
    description: 'opened, reopened, updated and resolved when left out',
  })
  @IsOptional()
  @IsArray()
  @IsIn(ALERT_TYPES, { each: true })
  readonly types?: AlertType[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'all when left out' })
  @IsOptional()
  @IsArray()
  @IsUUID(undefined, { each: true })
  readonly connectionIds?: string[];

  @ApiPropertyOptional({ default: false, description: 'evidence may name people and addresses' })
  @IsOptional()
  @IsBoolean()
  readonly includesEvidence?: boolean;
}

const SETTABLE = ['active', 'paused'] as const;

export class ChangeChannelBody extends PartialType(CreateChannelBody) {
  @ApiPropertyOptional({
    enum: SETTABLE,
    enumName: 'SettableChannelState',
    description: 'one that was disabled goes on when it is made active; what was skipped meanwhile stays so',
  })
  @IsOptional()
  @IsIn(SETTABLE)
  readonly state?: (typeof SETTABLE)[number];
}

export class DeliveriesQuery extends PageQuery {
  @AnyOf(DELIVERY_STATES, 'DeliveryState')
  readonly state?: DeliveryState[];
}
