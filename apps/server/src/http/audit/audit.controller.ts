import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditReader, isAllowed } from '@posture/operators';
import type { AuditFilter, Principal } from '@posture/operators';
import { Asker, Needs, NeedsAllConnections } from '../auth/needs';
import { Cursors } from '../cursors';
import { ApiPage, ApiProblems } from '../openapi/api-doc';
import { pageOf } from '../page';
import type { Page } from '../page';
import { AuditEventBody, AuditProofBody } from './audit.body';
import { AuditEventsQuery, VerifyQuery } from './audit.query';
import { auditEventView, auditProofView } from './audit.view';

@ApiTags('audit')
@Controller('audit-events')
export class AuditController {
  constructor(
    private readonly trail: AuditReader,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Needs('audit:read')
  @ApiOperation({
    operationId: 'listAuditEvents',
    summary: 'What people changed or were refused, newest first',
    description:
      'What others changed takes the permission audit:read_all. A key that sees some connections only is shown what was ' +
      'about them, and what it changed itself.',
  })
  @ApiPage(AuditEventBody)
  async list(@Query() query: AuditEventsQuery, @Asker() asker: Principal): Promise<Page<AuditEventBody>> {
    const { actor, action, target, connectionId, from, to } = query;
    const own = isAllowed(asker.role, 'audit:read_all') ? undefined : asker.id;
    const outcomes = query.outcome === undefined ? undefined : [...query.outcome].sort();
    const sees = { own, sees: asker.connections, asker: asker.id };
    const filter: AuditFilter = { ...sees, actor, action, target, connectionId, outcomes, from, to };
    return pageOf(this.cursors, query, {
      scope: `audit ${JSON.stringify(filter)}`,
      rows: (limit, before: number | null) => this.trail.list(filter, limit, before),
      placeOf: ({ seq }) => seq,
      view: auditEventView,
    });
  }

  @Get('verify')
  @Needs('audit:read_all')
  @NeedsAllConnections()
  @ApiOperation({
    operationId: 'verifyAuditEvents',
    summary: 'Follow the whole chain, and say whether it is as it was written',
    description: 'Reads every row, so it takes a second for every some ten thousand changes.',
  })
  @ApiOkResponse({ type: AuditProofBody })
  @ApiProblems(404)
  async verify(@Query() { seq, hash }: VerifyQuery): Promise<AuditProofBody> {
    const told = seq === undefined || hash === undefined ? null : { seq, hash };
    return auditProofView(await this.trail.verify(told));
  }
}
