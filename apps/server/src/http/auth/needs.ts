import { SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Permission, Principal } from '@posture/operators';

export { actorOf } from '@posture/operators';

/** What a route says of who may use it. */
export const NEEDS = 'posture:needs';

/** Set on routes that are about all connections at once. */
export const NEEDS_ALL = 'posture:needs-all';

/** In the description: the permission a route needs, or that it is open to everybody. */
export const X_PERMISSION = 'x-permission';
export const X_PUBLIC = 'x-public';

type RouteDecorator = ClassDecorator & MethodDecorator;

/** Who may use a route, or every route of a controller that says nothing else. A route without it is not built. */
export function Needs(permission: Permission): RouteDecorator {
  return applyDecorators(SetMetadata(NEEDS, permission), ApiBearerAuth(), ApiExtension(X_PERMISSION, permission));
}

/** Not for a key that sees some connections only: what the route does is about all of them, or about none yet. */
export function NeedsAllConnections(): RouteDecorator {
  return SetMetadata(NEEDS_ALL, true);
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
