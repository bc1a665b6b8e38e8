import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Providers } from '@posture/flows';
import { explainRule, listRules } from '@posture/rule-engine';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOfAll } from '../page';
import type { Page } from '../page';
import { RuleBody, RuleDetailBody } from './rules.body';
import { ruleDetailView, ruleView } from './rules.view';

@ApiTags('rules')
@Needs('rules:read')
@Controller('rules')
export class RulesController {
  constructor(
    private readonly providers: Providers,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listRules', summary: 'Every rule by id, with the profiles it is in' })
  @ApiPage(RuleBody)
  list(@Query() query: PageQuery): Promise<Page<RuleBody>> {
    return pageOfAll(this.cursors, query, 'rules', listRules(this.providers.books), ruleView);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRule', summary: 'What a rule asks, of whom, from which endpoints, and what to do' })
  @ApiOkResponse({ type: RuleDetailBody })
  get(@Param('id') id: string, @Query() _query: NoQuery): RuleDetailBody {
    return ruleDetailView(explainRule(this.providers.books, id));
  }
}
