import { Injectable, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { ApiKeyStore } from '@posture/operators';
import type { Principal } from '@posture/operators';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on the routes that are open to everybody. */
    principal: Principal | null;
  }
}

const PUBLIC = 'posture:public';

/** Leaves a route open: health and the API's own description. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Every other route needs `Authorization: Bearer <owner key>`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    request.principal = key === undefined ? null : await this.keys.authenticate(key);
    if (request.principal !== null) return true;
    throw new DomainError('api_key.invalid', 'unauthenticated', 'This request carries no valid API key.', {
      field: 'Authorization',
      remedy:
        'Send "Authorization: Bearer <key>" with the owner key printed at first start; "posture serve --new-key" replaces a lost one.',
    });
  }
}
