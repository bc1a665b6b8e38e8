import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { ApiKeyStore, isAllowed, rolesWith } from '@posture/operators';
import type { Permission, Principal } from '@posture/operators';
import { NEEDS } from './needs';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on the routes that are open to everybody. */
    principal: Principal | null;
  }
}

/** Every route but the open ones needs `Authorization: Bearer <key>` of a role that has the permission it declares. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.reflector.getAllAndOverride<Permission | null | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed === null) return true;
    if (needed === undefined) throw new Error('a route that says nothing of who may use it');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    request.principal = key === undefined ? null : await this.keys.authenticate(key);
    if (request.principal === null) throw unknownKey();
    if (!isAllowed(request.principal.role, needed)) throw notAllowed(request.principal, needed);
    return true;
  }
}

function unknownKey(): DomainError {
  return new DomainError('api_key.invalid', 'unauthenticated', 'This request carries no valid API key.', {
    field: 'Authorization',
    remedy:
      'Send "Authorization: Bearer <key>" with the owner key printed at first start; "posture serve --new-key" replaces a lost one.',
  });
}

function notAllowed({ name, role }: Principal, permission: Permission): DomainError {
  const roles = rolesWith(permission);
  return new DomainError(
    'api_key.not_allowed',
    'forbidden',
    `The key "${name}" has the role ${role}; this takes the permission ${permission}, which ${roles.join(', ')} have.`,
    {
      field: 'Authorization',
      remedy: `Ask with a key of the role ${roles.join(' or ')}.`,
    },
  );
}
