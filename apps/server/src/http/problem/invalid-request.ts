import type { ValidationError } from '@nestjs/common';
import { DomainError } from '@posture/domain';
import type { InvalidInput } from './problem.dto';

/** Everything the validation found, with the first in front. */
export function invalidRequest(errors: readonly ValidationError[]): DomainError {
  const found = errors.flatMap((error) => flatten(error, ''));
  const first = found[0];
  return new DomainError('request.invalid', 'invalid', `${found.map(sentence).join('; ')}.`, {
    field: first?.pointer.slice(1).replaceAll('/', '.'),
    remedy: 'Correct the named input; the API description at /api/v1/openapi.json lists what each route takes.',
    details: { errors: found },
  });
}

function flatten(error: ValidationError, parent: string): InvalidInput[] {
  const pointer = `${parent}/${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ pointer, code, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}

function sentence({ code, pointer, message }: InvalidInput): string {
  return code === 'whitelistValidation' ? `${pointer.slice(1)} is not known here` : message;
}
