import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { AsOfPageQuery, AsOfQuery } from '../as-of.query';

export class PathsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ example: 'User:00u1a2b3', description: 'key of what the paths start at' })
  @IsOptional()
  @IsString()
  readonly from?: string;

  @ApiPropertyOptional({ example: 'App:0oa1a2b3', description: 'key of what they lead to' })
  @IsOptional()
  @IsString()
  readonly to?: string;
}

export class ShortestPathQuery extends AsOfQuery {
  @ApiProperty({ example: 'User:00u1a2b3', description: 'key of a principal or a credential' })
  @IsString()
  readonly from: string;
}
