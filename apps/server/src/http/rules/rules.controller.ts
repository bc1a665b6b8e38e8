import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import type { RuleFile } from '@posture/domain';
import { Engine } from '@posture/flows';

@ApiTags('rules')
@ApiBearerAuth()
@Controller('rules')
export class RulesController {
  constructor(private readonly engine: Engine) {}

  @Get()
  @ApiOperation({ operationId: 'listRules' })
  list() {
    const data = this.engine.rules.map(({ id, title, kind, subject, severity, version }) => ({
      id,
      title,
      kind,
      subject,
      severity,
      version,
    }));
    return { data, page: { limit: data.length, nextCursor: null } };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRule' })
  get(@Param('id') id: string): RuleFile {
    const rule = this.engine.rules.find((one) => one.id === id);
    if (rule === undefined)
      throw new DomainError('rule.not_found', 'not_found', `There is no rule ${id}.`, { field: 'id' });
    return rule;
  }
}
