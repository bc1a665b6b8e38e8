import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsDate, MaxDate, MinDate } from 'class-validator';

/** An instant in a body, of a year of four digits: no store keeps others as they are written. */
export function Instant(): PropertyDecorator {
  return applyDecorators(
    Type(() => Date),
    IsDate(),
    MinDate(new Date('1000-01-01T00:00:00Z')),
    MaxDate(new Date('9999-12-31T23:59:59Z')),
  );
}
