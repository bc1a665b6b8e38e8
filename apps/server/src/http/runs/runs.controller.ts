import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { RUN_KINDS, Work } from '@posture/flows';
import type { RunKind } from '@posture/flows';
import { RunStore } from '@posture/platform';
import type { RunState } from '@posture/platform';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { NoQuery, PageQuery, pageOf } from '../page';
import type { Page } from '../page';
import { RUN_STATES, RunBody } from './runs.body';
import { runView } from './runs.view';

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  readonly connectionId?: string;

  @ApiPropertyOptional({ enum: RUN_KINDS, enumName: 'RunKind' })
  @IsOptional()
  @IsIn(RUN_KINDS)
  readonly kind?: RunKind;

  @ApiPropertyOptional({ enum: RUN_STATES, isArray: true, enumName: 'RunState', description: 'comma-separated' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(RUN_STATES, { each: true })
  readonly state?: RunState[];
}

@ApiTags('runs')
@ApiBearerAuth()
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunStore,
    private readonly work: Work,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listRuns', summary: 'Work of every kind, newest first' })
  @ApiPage(RunBody)
  list(@Query() query: RunsQuery): Promise<Page<RunBody>> {
    const { connectionId, kind, state } = query;
    const states = state === undefined ? undefined : [...state].sort();
    return pageOf(this.cursors, query, {
      scope: `runs ${JSON.stringify({ connectionId, kind, states })}`,
      rows: (limit, before: string | null) =>
        this.runs.list({ connectionId, kind, states, limit, before: before ?? undefined }),
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

  @Post(':id/abort')
  @HttpCode(200)
  @ApiOperation({ operationId: 'abortRun', summary: 'Stop a run, whichever process works on it' })
  @ApiOkResponse({ type: RunBody })
  @ApiProblems(409)
  async abort(@Param('id') id: string, @Query() _query: NoQuery): Promise<RunBody> {
    return runView(await this.work.abort(id));
  }
}
