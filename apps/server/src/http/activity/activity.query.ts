import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { Instant } from '../instant';
import { PageQuery } from '../page';

export class ActivityQuery extends PageQuery {
  @ApiPropertyOptional({
    minLength: 1,
    description:
      'id of whoever acted or was acted on, of a client, API token, session, device or identity provider, a login or an address',
    example: '00u1a2b3',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly entity?: string;

  @ApiPropertyOptional({ minLength: 1, description: 'as the provider writes it', example: 'user.session.start' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly type?: string;

  @ApiPropertyOptional({ example: 'FAILURE' })
  @IsOptional()
  // Anything else would find nothing and look like an answer.
  @Matches(/^[A-Z_]+$/, { message: 'outcome must be written in capitals, such as SUCCESS, FAILURE, ALLOW or DENY' })
  readonly outcome?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'published then or later' })
  @IsOptional()
  @Instant()
  readonly from?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'published before' })
  @IsOptional()
  @Instant()
  readonly to?: Date;
}

export class ActivityEventQuery {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'when it was published; spares looking for it in every day',
  })
  @IsOptional()
  @Instant()
  readonly at?: Date;
}
