import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@posture/domain';
import { EpisodeStore, FindingStore } from '@posture/findings';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf, pageOfAll } from '../page';
import type { Page } from '../page';
import { SubjectBody } from '../subject.dto';
import { subjectView } from '../subject.view';
import { EpisodeBody, FindingDetailBody, FindingEventBody } from './findings.body';
import { episodeView, eventView, findingDetailView } from './findings.view';

const SHOWN_OTHERS = 50;

const FindingId = new ParseUUIDPipe({
  exceptionFactory: () =>
    new DomainError('finding.id_malformed', 'invalid', 'The id of a finding is a UUID.', {
      field: 'id',
      remedy: 'Take the id from the list of findings.',
    }),
});

@ApiTags('findings')
@Needs('findings:read')
@Controller('findings')
export class FindingsController {
  constructor(
    private readonly findings: FindingStore,
    private readonly episodes: EpisodeStore,
    private readonly cursors: Cursors,
  ) {}

  @Get(':id')
  @ApiOperation({
    operationId: 'getFinding',
    summary: 'A finding with its evidence, the terms of its score and, of a detection, how often it happened',
  })
  @ApiOkResponse({ type: FindingDetailBody })
  async get(@Param('id', FindingId) id: string, @Query() _query: NoQuery): Promise<FindingDetailBody> {
    const finding = await this.findings.get(id);
    const about = await this.findings.aboutSubjects(finding.connectionId, [finding.subject.key]);
    const others = about.filter((each) => each.id !== id).slice(0, SHOWN_OTHERS);
    return findingDetailView(finding, await this.episodes.inShort(id), others);
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
