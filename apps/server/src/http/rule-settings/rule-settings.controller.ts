import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RuleSettings, SubjectExplanations, Work } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { Asker, Needs, actorOf } from '../auth/needs';
import { Cursors } from '../cursors';
import { IfMatch, Versioned } from '../if-match';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { ExplanationBody } from './explanation.body';
import { explanationView } from './explanation.view';
import { RulePreviewBody, RuleSettingsBody, RuleTuningBody } from './rule-settings.body';
import { ChangeRuleSettingsBody, ExplainQuery, RuleSettingsChangeBody } from './rule-settings.dto';
import { changeOf, previewView, settingsView, tuningView } from './rule-settings.view';

@ApiTags('rules')
@Needs('rules:read')
@Controller('connections/:connectionId/rules')
export class RuleSettingsController {
  constructor(
    private readonly settings: RuleSettings,
    private readonly explanations: SubjectExplanations,
    private readonly work: Work,
    private readonly cursors: Cursors,
  ) {}

  @Get('settings')
  @Versioned()
  @ApiOperation({
    operationId: 'getRuleSettings',
    summary: 'How the rules are tuned for a connection, on top of the profile a scan is asked for',
  })
  @ApiOkResponse({ type: RuleSettingsBody })
  async get(@Param('connectionId') connectionId: string, @Query() _query: NoQuery): Promise<RuleSettingsBody> {
    return settingsView(await this.settings.get(connectionId));
  }

  @Patch('settings')
  @Needs('rules:write')
  @Versioned()
  @ApiOperation({
    operationId: 'changeRuleSettings',
    summary: 'Turn rules on or off, set their values and severities, say what you know of your tenant',
    description:
      'Changes what is named and keeps the rest; null takes something out. What is known of the tenant is judged again ' +
      'without asking it. Findings of a rule that is turned off are resolved as rule_retired.',
  })
  @ApiOkResponse({ type: RuleSettingsBody })
  @ApiProblems(413, 415)
  async change(
    @Param('connectionId') connectionId: string,
    @Body() body: ChangeRuleSettingsBody,
    @Query() _query: NoQuery,
    @IfMatch() version: number,
    @Asker() asker: Principal,
  ): Promise<RuleSettingsBody> {
    const by = { changedBy: actorOf(asker), reason: body.reason ?? null };
    return settingsView(await this.settings.change(connectionId, changeOf(body), version, by));
  }

  @Get('settings/history')
  @ApiOperation({ operationId: 'listRuleSettings', summary: 'What was changed, by whom and why, newest first' })
  @ApiPage(RuleTuningBody)
  async history(@Param('connectionId') connectionId: string, @Query() query: PageQuery): Promise<Page<RuleTuningBody>> {
    return pageOf(this.cursors, query, {
      scope: `rule settings ${connectionId}`,
      rows: (limit, before: number | null) => this.settings.history(connectionId, limit, before),
      placeOf: ({ version }) => version,
      view: tuningView,
    });
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewRuleSettings',
    summary: 'What a change would do to what is known now: how many more, fewer and not assessed, with samples',
    description: 'Judged on the published version by a worker; nothing of it is kept.',
  })
  @ApiOkResponse({ type: RulePreviewBody })
  @ApiProblems(413, 415)
  async preview(
    @Param('connectionId') connectionId: string,
    @Body() body: RuleSettingsChangeBody,
    @Query() _query: NoQuery,
  ): Promise<RulePreviewBody> {
    const tuning = await this.settings.changed(connectionId, changeOf(body));
    return previewView(await this.work.preview(connectionId, tuning));
  }

  @Get(':rule/explain')
  @Needs('findings:read')
  @ApiOperation({
    operationId: 'explainRule',
    summary: 'Why a rule says what it says of one subject: each condition with value, source, time and outcome',
    description:
      'The outcomes are those of json-rules-engine itself. A path rule shows the path, or what may hide one.',
  })
  @ApiOkResponse({ type: ExplanationBody })
  async explain(
    @Param('connectionId') connectionId: string,
    @Param('rule') rule: string,
    @Query() { subject }: ExplainQuery,
  ): Promise<ExplanationBody> {
    return explanationView(await this.explanations.of(connectionId, rule, subject));
  }
}
