import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FindingChanges } from '@posture/findings';
import { Work } from '@posture/flows';
import type { Principal } from '@posture/operators';
import { RunStore } from '@posture/platform';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { FindingChangeBody, RunBody } from './runs.body';
import { RunsQuery } from './runs.query';
import { findingChangeView, runView } from './runs.view';

@ApiTags('runs')
@Needs('runs:read')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunStore,
    private readonly changes: FindingChanges,
    private readonly work: Work,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listRuns', summary: 'Work of every kind, newest first' })
  @ApiPage(RunBody)
  list(@Query() query: RunsQuery, @Asker() { connections: sees }: Principal): Promise<Page<RunBody>> {
    const { connectionId, kind, state } = query;
    const states = state === undefined ? undefined : [...state].sort();
    return pageOf(this.cursors, query, {
      scope: `runs ${JSON.stringify({ connectionId, sees, kind, states })}`,
      rows: (limit, before: string | null) =>
        this.runs.list({ connectionId, sees, kind, states, limit, before: before ?? undefined }),
      placeOf: ({ id }) => id,
      view: runView,
    });
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRun', summary: 'How a run goes, whichever process works on it' })
  @ApiOkResponse({ type: RunBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<RunBody> {
    return runView(await this.runs.get(id));
  }

  @Get(':id/changes')
  @ApiOperation({
    operationId: 'listRunChanges',
    summary: 'What became of findings because of a run, in order',
    description: 'Of a scan, an evaluation, or a run that read again what the log says has changed.',
  })
  @ApiPage(FindingChangeBody)
  async changesOf(@Param('id') id: string, @Query() query: PageQuery): Promise<Page<FindingChangeBody>> {
    await this.runs.get(id);
    return pageOf(this.cursors, query, {
      scope: `changes ${id}`,
      rows: (limit, after: string | null) => this.changes.of(id, limit, after),
      placeOf: (change) => change.id,
      view: findingChangeView,
    });
  }

  @Post(':id/abort')
  @Needs('runs:write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'abortRun', summary: 'Stop a run, whichever process works on it' })
  @ApiOkResponse({ type: RunBody })
  @ApiProblems(409)
  async abort(@Param('id') id: string, @Query() _query: NoQuery): Promise<RunBody> {
    return runView(await this.work.abort(id));
  }
}
