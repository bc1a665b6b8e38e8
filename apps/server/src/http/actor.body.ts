import { ApiProperty } from '@nestjs/swagger';
import type { Actor } from '@posture/domain';

export class ActorBody {
  @ApiProperty({ enum: ['api_key', 'cli', 'system'], enumName: 'ActorKind', description: 'system: the engine itself' })
  readonly kind: string;

  @ApiProperty()
  readonly id: string;

  @ApiProperty({ example: 'SOC analyst' })
  readonly name: string;
}

export function actorView({ kind, id, name }: Actor): ActorBody {
  return { kind, id, name };
}
