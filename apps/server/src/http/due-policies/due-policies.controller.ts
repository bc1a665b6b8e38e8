import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DuePolicies } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import type { Principal } from '@posture/operators';
import { Asker, Needs, actorOf } from '../auth/needs';
import { IfMatch, Versioned } from '../if-match';
import { ApiProblems } from '../openapi/api-doc';
import { NoQuery } from '../page';
import { DuePolicyBody } from './due-policies.body';
import { ChangeDuePolicyBody } from './due-policies.dto';
import { duePolicyView } from './due-policies.view';

@ApiTags('connections')
@Needs('connections:read')
@Controller('connections/:id/due-policy')
export class DuePoliciesController {
  constructor(
    private readonly policies: DuePolicies,
    private readonly connections: ConnectionStore,
  ) {}

  @Get()
  @Versioned({ whole: true })
  @ApiOperation({
    operationId: 'getDuePolicy',
    summary: 'How long findings of a connection may stand, by severity: 3, 14, 45 and 90 days, unless somebody chose',
  })
  @ApiOkResponse({ type: DuePolicyBody })
  async get(@Param('id') id: string, @Query() _query: NoQuery): Promise<DuePolicyBody> {
    await this.connections.active(id);
    return duePolicyView(await this.policies.get(id));
  }

  @Patch()
  @Needs('connections:write')
  @Versioned()
  @ApiOperation({
    operationId: 'changeDuePolicy',
    summary: 'Choose it; what opens or comes back is due by it, and, where it is asked for, what is open now',
  })
  @ApiOkResponse({ type: DuePolicyBody })
  @ApiProblems(413, 415)
  async change(
    @Param('id') id: string,
    @Body() { appliesToOpen = false, ...days }: ChangeDuePolicyBody,
    @Query() _query: NoQuery,
    @Asker() asker: Principal,
    @IfMatch() expectedVersion: number,
  ): Promise<DuePolicyBody> {
    await this.connections.active(id);
    return duePolicyView(
      await this.policies.change(id, given(days), { appliesToOpen, expectedVersion }, actorOf(asker)),
    );
  }
}

/** A body has all its fields, those that were not sent too. */
function given<T extends object>(days: T): Partial<T> {
  return Object.fromEntries(Object.entries(days).filter(([, value]) => value !== undefined)) as Partial<T>;
}
