import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnRules, Providers } from '@posture/flows';
import { explainRule, listRules } from '@posture/rule-engine';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { RuleBody, RuleDetailBody, RulesStatusBody } from './rules.body';
import { ruleDetailView, ruleView, rulesStatusView } from './rules.view';

@ApiTags('rules')
@Needs('rules:read')
@Controller('rules')
export class RulesController {
  constructor(
    private readonly providers: Providers,
    private readonly own: OwnRules,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listRules', summary: 'Every rule by id, with the profiles it is in' })
  @ApiPage(RuleBody)
  list(@Query() query: PageQuery): Promise<Page<RuleBody>> {
    return pageOfAll(this.cursors, query, 'rules', listRules(this.providers.books), ruleView);
  }

  @Get('status')
  @ApiOperation({
    operationId: 'getRulesStatus',
    summary: "Whether the operator's own rules could be read, and what is wrong with which file",
    description: 'What cannot be used leaves all that was read before in place. Of the process that answers.',
  })
  @ApiOkResponse({ type: RulesStatusBody })
  status(@Query() _query: NoQuery): RulesStatusBody {
    return rulesStatusView(this.own.status, this.providers.rules.length);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRule', summary: 'What a rule asks, of whom, from which endpoints, and what to do' })
  @ApiOkResponse({ type: RuleDetailBody })
  get(@Param('id') id: string, @Query() _query: NoQuery): RuleDetailBody {
    return ruleDetailView(explainRule(this.providers.books, id));
  }
}
