import { ApiProperty } from '@nestjs/swagger';
import { FindingBody } from '../findings/findings.body';

export class ExceptionPreviewBody {
  @ApiProperty({ description: 'findings it would suppress now' })
  readonly count: number;

  @ApiProperty({ type: [FindingBody], description: 'the worst of them' })
  readonly sample: readonly FindingBody[];
}
