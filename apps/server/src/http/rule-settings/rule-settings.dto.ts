import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsString, MaxLength, MinLength } from 'class-validator';
import { Optional } from '../optional';
import { Said } from '../said';
import { CLASSIFICATION_CHANGE, RULE_SETTINGS_CHANGE } from './tuning.schema';

const MAX_REASON = 500;

/** A change of how rules are tuned, by JSON Merge Patch. */
export class RuleSettingsChangeBody {
  @ApiPropertyOptional(RULE_SETTINGS_CHANGE as object)
  @Optional()
  @IsObject()
  readonly rules?: object;

  @ApiPropertyOptional(CLASSIFICATION_CHANGE)
  @Optional()
  @IsObject()
  readonly classification?: object;
}

export class ChangeRuleSettingsBody extends RuleSettingsChangeBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: MAX_REASON, description: 'why; kept with the change' })
  @Optional()
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
