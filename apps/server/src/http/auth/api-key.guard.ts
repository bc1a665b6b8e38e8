import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { GuessLimit, KeyAdmission, isAllowed, rolesWith } from '@posture/operators';
import type { Permission, Principal } from '@posture/operators';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { Belonging, seesSome } from './belonging';
import { NEEDS, NEEDS_ALL } from './needs';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on the routes that are open to everybody. */
    principal: Principal | null;
  }
}

/**
 * Every route but the open ones needs `Authorization: Bearer <key>` of a role that has the permission it declares, and
 * keeps to the connections its key sees.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyAdmission,
    private readonly guesses: GuessLimit,
    private readonly belonging: Belonging,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.#said<Permission | null>(NEEDS, context);
    if (needed === null) return true;
    if (needed === undefined) throw new Error('a route that says nothing of who may use it');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = (request.principal = await this.#principalOf(request));
    if (!isAllowed(principal.role, needed)) throw notAllowed(principal, needed);
    if (principal.connections !== null && this.#said<true>(NEEDS_ALL, context) === true) throw seesSome();
    await this.belonging.assertSees(principal, request);
    return true;
  }

  #said<T>(what: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(what, [context.getHandler(), context.getClass()]);
  }

  /** @throws {DomainError} `api_key.invalid`, `api_key.guessed` */
  async #principalOf({ headers, ip }: FastifyRequest): Promise<Principal> {
    const value = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (value === undefined) throw unknownKey();
    const seconds = this.guesses.waitSeconds(ip, value);
    if (seconds > 0) throw guessed(seconds);
    const { principal } = await this.keys.admit(value, ip);
    if (principal !== null) {
      this.guesses.wasGood(value);
      return principal;
    }
    if (this.guesses.wasWrong(ip, value)) this.logger.warn('api_key.guessed', { address: ip });
    throw unknownKey();
  }
}

function unknownKey(): DomainError {
  return new DomainError('api_key.invalid', 'unauthenticated', 'This request carries no valid API key.', {
    field: 'Authorization',
    remedy:
      'Send "Authorization: Bearer <key>" with a key of this API: the owner key printed at first start, or one made with ' +
      'it; "posture serve --new-key" replaces a lost owner key.',
  });
}

function guessed(seconds: number): DomainError {
  return new DomainError('api_key.guessed', 'rate_limited', 'Too many keys from this address were wrong.', {
    field: 'Authorization',
    remedy: `Ask again in ${seconds} s, with a key that is right.`,
    details: { retryAfterSeconds: seconds },
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
