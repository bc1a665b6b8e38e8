import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { EpisodeStore, Exceptions, FindingStore } from '@posture/findings';
import { CLOCK } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { Versioned } from '../if-match';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { SubjectBody } from '../subject.dto';
import { subjectView } from '../subject.view';
import { EpisodeBody, FindingDetailBody, FindingEventBody } from './findings.body';
import { FindingId } from './finding-id';
import { episodeView, eventView, findingDetailView } from './findings.view';

const SHOWN_OTHERS = 50;

@ApiTags('findings')
@ApiParam({ name: 'id', format: 'uuid' })
@Needs('findings:read')
@Controller('findings')
export class FindingsController {
  constructor(
    private readonly findings: FindingStore,
    private readonly episodes: EpisodeStore,
    private readonly exceptions: Exceptions,
    private readonly cursors: Cursors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Versioned()
  @ApiOperation({
    operationId: 'getFinding',
    summary: 'A finding with its evidence, the terms of its score and, of a detection, how often it happened',
  })
  @ApiOkResponse({ type: FindingDetailBody })
  async get(@Param('id', FindingId) id: string, @Query() _query: NoQuery): Promise<FindingDetailBody> {
    const finding = await this.findings.get(id);
    const about = await this.findings.aboutSubjects(finding.connectionId, [finding.subject.key]);
    const others = about.filter((each) => each.id !== id).slice(0, SHOWN_OTHERS);
    const exception = finding.exceptionId === null ? null : await this.exceptions.get(finding.exceptionId);
    return findingDetailView(finding, await this.episodes.inShort(id), others, exception, this.clock.now());
  }

  @Get(':id/members')
  @ApiOperation({ operationId: 'listFindingMembers', summary: 'Members of a finding of grain group, by key' })
  @ApiPage(SubjectBody)
  async members(@Param('id', FindingId) id: string, @Query() query: PageQuery): Promise<Page<SubjectBody>> {
    await this.findings.get(id);
    return pageOf(this.cursors, query, {
      scope: `members ${id}`,
      rows: (limit, afterKey: string | null) => this.findings.members(id, limit, afterKey ?? ''),
      placeOf: ({ key }) => key as string,
      view: subjectView,
    });
  }

  @Get(':id/episodes')
  @ApiOperation({
    operationId: 'listFindingEpisodes',
    summary: 'The times a detection found what it watches for, latest first, with the events that proved each',
  })
  @ApiPage(EpisodeBody)
  async listEpisodes(@Param('id', FindingId) id: string, @Query() query: PageQuery): Promise<Page<EpisodeBody>> {
    await this.findings.get(id);
    return pageOf(this.cursors, query, {
      scope: `episodes ${id}`,
      rows: (limit, before: number | null) => this.episodes.list(id, limit, before),
      placeOf: ({ from }) => from,
      view: episodeView,
    });
  }

  @Get(':id/history')
  @ApiOperation({ operationId: 'listFindingHistory', summary: 'What happened to a finding, oldest first' })
  @ApiPage(FindingEventBody)
  async history(@Param('id', FindingId) id: string, @Query() query: PageQuery): Promise<Page<FindingEventBody>> {
    await this.findings.get(id);
    return pageOfAll(this.cursors, query, `history ${id}`, await this.findings.history(id), eventView);
  }
}
