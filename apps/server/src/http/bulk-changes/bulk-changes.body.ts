import { ApiProperty } from '@nestjs/swagger';
import { BULK_OUTCOMES } from '@posture/findings';
import type { BulkItemOutcome } from '@posture/findings';
import type { RunState } from '@posture/platform';
import { ActorBody } from '../actor.body';
import { RUN_STATES, RunErrorBody } from '../runs/runs.body';
import { BULK_ACTIONS } from './bulk-changes.dto';

class BulkCountsBody {
  @ApiProperty()
  readonly succeeded: number;

  @ApiProperty({ description: 'could not be done to them as they stand' })
  readonly skipped: number;

  @ApiProperty({ description: 'are not there' })
  readonly failed: number;

  @ApiProperty({ description: 'still to be done' })
  readonly pending: number;
}

export class BulkChangeBody {
  @ApiProperty({ format: 'uuid', description: 'of its run, too' })
  readonly id: string;

  @ApiProperty({ enum: BULK_ACTIONS, enumName: 'BulkAction' })
  readonly action: string;

  @ApiProperty({ type: ActorBody })
  readonly by: ActorBody;

  @ApiProperty({ enum: RUN_STATES, enumName: 'RunState' })
  readonly state: RunState;

  @ApiProperty({ type: BulkCountsBody })
  readonly counts: BulkCountsBody;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: RunErrorBody, nullable: true })
  readonly error: RunErrorBody | null;
}

export class BulkItemBody {
  @ApiProperty({ format: 'uuid' })
  readonly findingId: string;

  @ApiProperty({ nullable: true, enum: BULK_OUTCOMES, enumName: 'BulkOutcome', description: 'null: still to be done' })
  readonly outcome: BulkItemOutcome | null;

  @ApiProperty({ type: String, nullable: true, description: 'why not', example: 'finding.transition' })
  readonly code: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly message: string | null;
}
