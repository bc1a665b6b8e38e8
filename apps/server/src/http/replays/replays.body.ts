import { ApiProperty } from '@nestjs/swagger';
import { SCAN_REPORT_JSON_SCHEMA } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { inlineSchema } from '../openapi/api-doc';
import { RunBody } from '../runs/runs.body';

class FoundAgainBody {
  @ApiProperty({ description: 'of the finding in the report' })
  readonly id: string;

  @ApiProperty({ format: 'uuid', description: 'of the finding that is kept: GET /findings/{id} has its evidence' })
  readonly findingId: string;
}

class FoundThenBody {
  @ApiProperty({ format: 'uuid', description: 'of the finding that is kept: GET /findings/{id} has its evidence' })
  readonly findingId: string;

  @ApiProperty()
  readonly rule: string;

  @ApiProperty()
  readonly title: string;

  @ApiProperty({ format: 'date-time' })
  readonly from: string;

  @ApiProperty({ format: 'date-time' })
  readonly to: string;
}

class BesideThenBody {
  @ApiProperty({ type: [FoundAgainBody], description: 'found then as now' })
  readonly again: readonly FoundAgainBody[];

  @ApiProperty({ type: [String], description: 'ids of findings in the report that were not found then' })
  readonly onlyNow: readonly string[];

  @ApiProperty({ type: [FoundThenBody], description: 'found then by these rules, and not now' })
  readonly onlyThen: readonly FoundThenBody[];
}

export class ReplayBody extends RunBody {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what it was asked' })
  readonly options: object;
}

export class ReplayDetailBody extends ReplayBody {
  @ApiProperty({
    oneOf: [inlineSchema(SCAN_REPORT_JSON_SCHEMA), { type: 'null' }],
    description:
      'what would have been found, as `posture replay --format json` prints it (schema posture.scan/1): of its findings the worst 1,000; null until it is completed',
  })
  readonly report: ScanReport | null;

  @ApiProperty({ type: Number, nullable: true, description: 'findings that are not in the report for their number' })
  readonly leftOut: number | null;

  @ApiProperty({ type: BesideThenBody, nullable: true, description: 'the report beside what was found at the time' })
  readonly beside: BesideThenBody | null;
}
