import { ApiProperty } from '@nestjs/swagger';
import { ActorBody } from '../actor.body';

export class SavedViewBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'Mine, overdue' })
  readonly name: string;

  @ApiProperty({ description: 'as it was written; me is whoever uses it', example: 'assignee:me is:overdue' })
  readonly filter: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: in the usual order', example: '-score' })
  readonly sort: string | null;

  @ApiProperty({ description: 'everybody may use it; else its owner alone' })
  readonly shared: boolean;

  @ApiProperty({ type: ActorBody })
  readonly owner: ActorBody;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt: string;

  @ApiProperty({ minimum: 1, description: 'as the ETag says it' })
  readonly version: number;
}
