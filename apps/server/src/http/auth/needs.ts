import { SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Permission, Principal } from '@posture/operators';

export { actorOf } from '@posture/operators';

/** What a route says of who may use it. */
export const NEEDS = 'posture:needs';

/** In the description: the permission a route needs, or that it is open to everybody. */
export const X_PERMISSION = 'x-permission';
export const X_PUBLIC = 'x-public';

type RouteDecorator = ClassDecorator & MethodDecorator;

/** Who may use a route, or every route of a controller that says nothing else. A route without it is not built. */
export function Needs(permission: Permission): RouteDecorator {
  return applyDecorators(SetMetadata(NEEDS, permission), ApiBearerAuth(), ApiExtension(X_PERMISSION, permission));
}

/** Leaves a route open: health and the API's own description. */
export function Public(): RouteDecorator {
  return applyDecorators(SetMetadata(NEEDS, null), ApiExtension(X_PUBLIC, true));
}

/** Who asks, in a handler of a route that needs a permission. */
export const Asker = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal === null) throw new Error('a route that is open to everybody asks who asks');
  return principal;
});
