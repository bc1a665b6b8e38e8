import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';

/** A query's choice of any of the values, written with commas; left out, none is made. `enumName` names it in the description. */
export function AnyOf(values: readonly string[], enumName: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      enum: values,
      isArray: true,
      minItems: 1,
      enumName,
      description: 'comma-separated: any of these',
    }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsIn(values, { each: true }),
  );
}
