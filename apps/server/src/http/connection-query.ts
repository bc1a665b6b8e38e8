import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from './page';

/** Query of a list that is one connection's. */
export class ConnectionPageQuery extends PageQuery {
  @ApiProperty()
  @IsUUID()
  readonly connectionId: string;
}

/** Query of a list over all connections, or of one. */
export class AnyConnectionPageQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  readonly connectionId?: string;
}
