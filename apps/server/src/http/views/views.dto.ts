import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Said } from '../said';

export class CreateViewBody {
  @ApiProperty({ maxLength: 100, example: 'Mine, overdue' })
  @Said(100)
  readonly name: string;

  @ApiProperty({
    maxLength: 2_000,
    description: 'see the q of the list of findings; it is read when the view is saved, and again when it is used',
    example: 'assignee:me is:overdue',
  })
  @IsString()
  @MaxLength(2_000)
  readonly filter: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 100,
    description: 'see the list of findings; null: the usual order',
    example: '-score',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly sort?: string | null;

  @ApiPropertyOptional({ default: false, description: 'everybody may use it' })
  @IsOptional()
  @IsBoolean()
  readonly shared?: boolean;
}

export class ChangeViewBody extends PartialType(CreateViewBody) {}
