import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  FindingLists,
  SavedViews,
  WORST_FIRST,
  parseOrder,
  placeIn,
  printFilter,
  severityRank,
} from '@posture/findings';
import type { FindingGroup, GroupPlace, ListAsked, ListPlace } from '@posture/findings';
import { FindingExports, FixGroups } from '@posture/flows';
import type { ExportFormat } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { CLOCK } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { Asker, Needs } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { pageOf } from '../page';
import type { Page } from '../page';
import { chosenFindings, viewOf } from './chosen-findings';
import { FacetsBody, FindingGroupBody } from './finding-lists.body';
import { facetsView, groupView } from './finding-lists.view';
import { FindingBody } from './findings.body';
import { FindingChoiceQuery, FindingExportQuery, FindingGroupsQuery, FindingsQuery } from './findings.query';
import { findingView } from './findings.view';

const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv',
  ocsf: 'application/x-ndjson',
  json: 'application/json',
};
const EXPORT_CONTENT = {
  'text/csv': { schema: { type: 'string' } },
  'application/x-ndjson': { schema: { type: 'string' } },
  'application/json': { schema: { type: 'array', items: { type: 'object', additionalProperties: true } } },
} as const;

@ApiTags('findings')
@Needs('findings:read')
@Controller('findings')
export class FindingListsController {
  constructor(
    private readonly lists: FindingLists,
    private readonly fixes: FixGroups,
    private readonly exports: FindingExports,
    private readonly connections: ConnectionStore,
    private readonly views: SavedViews,
    private readonly cursors: Cursors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listFindings', summary: 'Findings of all connections, worst first unless sorted' })
  @ApiPage(FindingBody)
  @ApiProblems(404)
  async list(@Query() query: FindingsQuery, @Asker() asker: Principal): Promise<Page<FindingBody>> {
    const asked = await chosenFindings(query, asker, this.connections, this.views);
    const sort = query.sort ?? (await viewOf(query, asker, this.views))?.sort ?? null;
    const order = sort === null ? WORST_FIRST : parseOrder(sort);
    const now = this.clock.now();
    const page = await pageOf(this.cursors, query, {
      scope: `findings ${scopeOf(asked)} ${JSON.stringify(order)}`,
      rows: (limit, after: ListPlace | null) => this.lists.page(asked, limit, order, after),
      placeOf: (finding) => placeIn(order, finding),
      view: (finding) => findingView(finding, now),
    });
    if (query.count !== 'exact') return page;
    return { ...page, page: { ...page.page, total: await this.lists.count(asked) } };
  }

  @Get('facets')
  @ApiOperation({
    operationId: 'countFindings',
    summary: 'How many findings have each value of a field, most first',
    description: 'What is asked of a field itself does not narrow its own counts, only those of the others.',
  })
  @ApiOkResponse({ type: FacetsBody })
  @ApiProblems(404)
  async facets(@Query() query: FindingChoiceQuery, @Asker() asker: Principal): Promise<FacetsBody> {
    return facetsView(await this.lists.facets(await chosenFindings(query, asker, this.connections, this.views)));
  }

  @Get('export')
  @ApiOperation({
    operationId: 'exportFindings',
    summary: 'All findings that are meant, however many, as a file',
    description: 'The file comes piece by piece; a transfer that breaks off is not whole.',
  })
  @ApiOkResponse({ description: 'the file', content: EXPORT_CONTENT })
  @ApiProblems(404)
  async export(@Query() query: FindingExportQuery, @Asker() asker: Principal): Promise<StreamableFile> {
    const { format } = query;
    const asked = await chosenFindings(query, asker, this.connections, this.views);
    return new StreamableFile(Readable.from(this.exports.of(asked, format), { objectMode: false }), {
      type: `${EXPORT_TYPES[format]}; charset=utf-8`,
      disposition: `attachment; filename="findings.${format === 'ocsf' ? 'ocsf.jsonl' : format}"`,
    });
  }

  @Get('groups')
  @ApiOperation({
    operationId: 'groupFindings',
    summary: 'Findings put together by rule, subject or fix; the group with the worst finding first, then the largest',
  })
  @ApiPage(FindingGroupBody)
  @ApiProblems(404)
  async groups(@Query() query: FindingGroupsQuery, @Asker() asker: Principal): Promise<Page<FindingGroupBody>> {
    const asked = await chosenFindings(query, asker, this.connections, this.views);
    const by = query.by ?? 'rule';
    return pageOf(this.cursors, query, {
      scope: `groups ${by} ${scopeOf(asked)}`,
      rows: (limit, after: GroupPlace | null): Promise<(FindingGroup & { readonly title?: string })[]> =>
        by === 'fix' ? this.fixes.page(asked, limit, after) : this.lists.groups(asked, by, limit, after),
      placeOf: ({ severity, count, key }) => ({ rank: severityRank(severity), count, key }),
      view: groupView,
    });
  }
}

/** A cursor of other findings, or of what somebody else sees, is refused. */
function scopeOf({ filter, sees, updatedSince }: ListAsked): string {
  return JSON.stringify([printFilter(filter), sees, updatedSince ?? null]);
}
