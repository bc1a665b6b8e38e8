import { ApiProperty } from '@nestjs/swagger';
import { CHECK_STATES } from './readiness';
import type { CheckState } from './readiness';

export class HealthBody {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';

  @ApiProperty({ enum: ['embedded', 'server'], enumName: 'DatabaseKind' })
  readonly database: 'embedded' | 'server';

  @ApiProperty({
    enum: ['in-process', 'neo4j'],
    enumName: 'GraphSource',
    description: 'where operators may query the graph',
  })
  readonly graph: 'in-process' | 'neo4j';
}

export class AliveBody {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';
}

export class ReadyChecksBody {
  @ApiProperty({ enum: CHECK_STATES, enumName: 'CheckState' })
  readonly database: CheckState;

  @ApiProperty({ enum: CHECK_STATES, enumName: 'CheckState' })
  readonly migrations: CheckState;

  @ApiProperty({ enum: CHECK_STATES, enumName: 'CheckState', description: 'not needed where it is kept in process' })
  readonly graph: CheckState;

  @ApiProperty({
    enum: CHECK_STATES,
    enumName: 'CheckState',
    description: 'whether one lives; not needed by a process that works itself',
  })
  readonly worker: CheckState;
}

const READY_STATES = ['ready', 'not_ready'] as const;

export class ReadyBody {
  @ApiProperty({ enum: READY_STATES, enumName: 'ReadyState' })
  readonly status: (typeof READY_STATES)[number];

  @ApiProperty({ type: ReadyChecksBody })
  readonly checks: ReadyChecksBody;
}
