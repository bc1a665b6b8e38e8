import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { Said } from '../said';
import { CLASSIFICATION_CHANGE, RULE_SETTINGS_CHANGE } from './tuning.schema';

const MAX_REASON = 500;

/** A change of how rules are tuned, by JSON Merge Patch. */
export class RuleSettingsChangeBody {
  @ApiPropertyOptional(RULE_SETTINGS_CHANGE as object)
  @IsOptional()
  @IsObject()
  readonly rules?: object;

  @ApiPropertyOptional(CLASSIFICATION_CHANGE)
  @IsOptional()
  @IsObject()
  readonly classification?: object;
}

export class ChangeRuleSettingsBody extends RuleSettingsChangeBody {
  @ApiPropertyOptional({ maxLength: MAX_REASON, description: 'why; kept with the change' })
  @IsOptional()
  @Said(MAX_REASON)
  readonly reason?: string;
}

export class ExplainQuery {
  @ApiProperty({ example: 'User:00u1a2b3', description: 'key of a subject, as findings show it' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  readonly subject: string;
}
