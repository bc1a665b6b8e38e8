import { ValidateIf } from 'class-validator';

/** A field of a body that may be left out and, unlike with `@IsOptional()`, may not be null. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
