import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { storableText } from '@posture/platform';

/** Text that people wrote, without what no database holds and what surrounds it. */
export function Said(most: number): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? Buffer.from(storableText(value)).toString().trim() : value,
    ),
    IsString(),
    IsNotEmpty(),
    MaxLength(most),
  );
}
