import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate, MaxDate, MinDate } from 'class-validator';

/** As RFC 3339 has it: a day alone, or a number, is no instant. */
const WRITTEN = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

/** An instant in a body or a query, of a year of four digits: no store keeps others as they are written. */
export function Instant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && WRITTEN.test(value) ? new Date(value) : value,
    ),
    IsDate(),
    MinDate(new Date('1000-01-01T00:00:00Z')),
    MaxDate(new Date('9999-12-31T23:59:59Z')),
  );
}
