import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class InvalidInput {
  @ApiProperty({ description: 'where the input is, as a JSON pointer', example: '/credential/token' })
  readonly pointer: string;

  @ApiProperty({ description: 'the constraint that failed', example: 'isNotEmpty' })
  readonly code: string;

  @ApiProperty()
  readonly message: string;
}

/** Body of every error, RFC 9457. */
export class Problem {
  @ApiProperty({ example: 'urn:posture:problem:connection.not_found' })
  readonly type: string;

  @ApiProperty({ example: 'Not found' })
  readonly title: string;

  @ApiProperty({ example: 404 })
  readonly status: number;

  @ApiProperty({ description: 'one sentence for a person' })
  readonly detail: string;

  @ApiProperty({ description: 'the request, as the log knows it', example: 'urn:posture:request:0198…' })
  readonly instance: string;

  @ApiProperty({ description: 'stable, `noun.reason`', example: 'connection.not_found' })
  readonly code: string;

  @ApiPropertyOptional({ description: 'the input at fault', example: 'credential.token' })
  readonly field?: string;

  @ApiPropertyOptional({ description: 'what to do about it' })
  readonly remedy?: string;

  @ApiPropertyOptional({ type: [InvalidInput], description: 'every input at fault, when there are several' })
  readonly errors?: InvalidInput[];

  @ApiPropertyOptional({ description: 'of 412: the version it has now', example: 4 })
  readonly version?: number;

  @ApiPropertyOptional({ type: [String], description: 'of some 409: what could be asked for instead' })
  readonly allowed?: string[];
}
