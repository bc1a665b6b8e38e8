import type { ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { DomainError } from '@posture/domain';
import type { InvalidInput } from './problem.dto';

/** Everything the validation found, with the first in front. */
export function invalidRequest(errors: readonly ValidationError[]): DomainError {
  const found = errors.flatMap((error) => flatten(error, ''));
  const first = found[0];
  return new DomainError('request.invalid', 'invalid', `${found.map(({ message }) => message).join('; ')}.`, {
    field: first?.pointer.slice(1).replaceAll('/', '.'),
    remedy: 'Correct the named input; the API description at /api/v1/openapi.json lists what each route takes.',
    details: { errors: found },
  });
}

function flatten(error: ValidationError, parent: string): InvalidInput[] {
  const pointer = `${parent}/${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({
    pointer,
    code,
    message: code === 'whitelistValidation' ? notKnown(pointer, error.target) : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}

/** Who mistypes a name sees those that exist. */
function notKnown(pointer: string, target: object | undefined): string {
  const known = target === undefined ? [] : namesOf(target);
  return `${pointer.slice(1)} is not known here${known.length > 0 ? `; known are ${known.join(', ')}` : ''}`;
}

function namesOf({ constructor }: object): readonly string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(constructor, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
}
