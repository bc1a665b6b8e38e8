import { SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { uuidv7 } from '@posture/platform';

/** Of a route, and of its operation in the making of the description: it does nothing without an `Idempotency-Key`. */
export const KEY_REQUIRED = 'x-idempotency-key-required';

/** A POST that is costly to do twice: the `Idempotency-Key` every POST may carry is required here. */
export function KeyRequired(): MethodDecorator {
  return applyDecorators(SetMetadata(KEY_REQUIRED, true), ApiExtension(KEY_REQUIRED, true));
}

/**
 * Id for what the request makes: a `string`, UUIDv7. The same when a request is done again because the process that did
 * it first was gone before its answer was kept, so that a store that finds the id there makes no second one.
 */
export const NewId = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().once?.claim.newId ?? uuidv7(),
);
