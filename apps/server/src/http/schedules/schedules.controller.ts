import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConnectionStore, ScheduleStore } from '@posture/inventory';
import { Needs } from '../auth/needs';
import { IfMatch, Versioned } from '../if-match';
import { ApiProblems } from '../openapi/api-doc';
import { NoQuery } from '../page';
import { ScheduleBody } from './schedules.body';
import { ChangeScheduleBody } from './schedules.dto';
import { changeOf, scheduleView } from './schedules.view';

@ApiTags('connections')
@Needs('connections:read')
@Controller('connections/:id/schedule')
export class SchedulesController {
  constructor(
    private readonly schedules: ScheduleStore,
    private readonly connections: ConnectionStore,
  ) {}

  @Get()
  @Versioned({ whole: true })
  @ApiOperation({
    operationId: 'getSchedule',
    summary: 'When the org is scanned by itself; once a day, unless somebody chose',
  })
  @ApiOkResponse({ type: ScheduleBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<ScheduleBody> {
    await this.connections.active(id);
    return scheduleView(await this.schedules.get(id));
  }

  @Patch()
  @Needs('connections:write')
  @Versioned()
  @ApiOperation({
    operationId: 'changeSchedule',
    summary: 'Choose an interval or a time of day, pause, go on; what is not given stays as it is',
  })
  @ApiOkResponse({ type: ScheduleBody })
  @ApiProblems(413, 415)
  async change(
    @Param('id') id: string,
    @Body() body: ChangeScheduleBody,
    @Query() _query: NoQuery,
    @IfMatch() version: number,
  ): Promise<ScheduleBody> {
    await this.connections.active(id);
    return scheduleView(await this.schedules.change(id, changeOf(body), version));
  }
}
