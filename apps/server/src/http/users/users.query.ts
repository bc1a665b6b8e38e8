import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../page';

export class UsersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'start of the login; case does not matter' })
  @IsOptional()
  @IsString()
  readonly q?: string;
}
