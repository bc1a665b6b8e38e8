import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ActivityStore } from '@posture/activity';
import type { UsageDay } from '@posture/activity';
import { ConnectionStore } from '@posture/inventory';
import { TimeSpanBody } from '../activity/activity.body';
import { timeSpanView } from '../activity/activity.view';
import { assertInOrder, assertRead } from '../activity/refusals';
import { Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage } from '../openapi/api-doc';
import { pageOf } from '../page';
import type { Page } from '../page';
import { UsageDayBody } from './usage.body';
import { UsageQuery } from './usage.query';
import { usageDayView } from './usage.view';

const DAY_MS = 24 * 3_600_000;
/** Before and after every day of a log. */
const [FIRST_DAY, LAST_DAY] = ['0001-01-01', '9999-12-31'];

@ApiTags('activity')
@Needs('inventory:read')
@Controller('connections/:connectionId/usage')
export class UsageController {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly activity: ActivityStore,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listUsage',
    summary: 'Who used what, or what was used, day by day; by key and day',
    description: 'A day without a row is a day without use only where the log is known for it.',
  })
  @ApiPage(UsageDayBody, { knownFor: TimeSpanBody })
  async list(
    @Param('connectionId') connectionId: string,
    @Query() query: UsageQuery,
  ): Promise<Page<UsageDayBody> & { readonly knownFor: readonly TimeSpanBody[] }> {
    const { kind, key, from = FIRST_DAY, to = LAST_DAY } = query;
    assertInOrder({ from, to });
    await this.connections.get(connectionId);
    assertRead(await this.activity.streams(connectionId));
    const { data, page } = await pageOf(this.cursors, query, {
      scope: `usage ${connectionId} ${JSON.stringify({ kind, key, from, to })}`,
      rows: (limit, after: UsagePlace | null) =>
        this.activity.usage(connectionId, kind, { from, to, key }, { limit, after: after ?? undefined }),
      placeOf: ({ key: lastKey, day }) => ({ key: lastKey, day }),
      view: (row) => usageDayView(kind, row),
    });
    const time = { from: new Date(from), to: new Date(Date.parse(to) + DAY_MS) };
    const spans = await this.activity.knownFor(connectionId, 'usage', time);
    return { data, page, knownFor: spans.map(timeSpanView) };
  }
}

type UsagePlace = Pick<UsageDay, 'key' | 'day'>;
