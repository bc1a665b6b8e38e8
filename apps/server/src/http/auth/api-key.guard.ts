import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import { AuditLog, GuessLimit, KeyAdmission, isAllowed, rolesWith } from '@posture/operators';
import type { Permission, Principal } from '@posture/operators';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { AskedChanges } from '../audit/asked-change';
import { Belonging, seesSome } from './belonging';
import { NEEDS, NEEDS_ALL, actorOf } from './needs';

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
    private readonly asked: AskedChanges,
    private readonly audit: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.#said<Permission | null>(NEEDS, context);
    if (needed === null) return true;
    if (needed === undefined) throw new Error('a route that says nothing of who may use it');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = (request.principal = await this.#principalOf(request));
    try {
      if (!isAllowed(principal.role, needed)) throw notAllowed(principal, needed);
      if (principal.connections !== null && this.#said<true>(NEEDS_ALL, context) === true) throw seesSome();
      await this.belonging.assertSees(principal, request);
    } catch (error) {
      await this.#writeRefusal(error, actorOf(principal), request);
      throw error;
    }
    return true;
  }

  #said<T>(what: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(what, [context.getHandler(), context.getClass()]);
  }

  /** @throws {DomainError} `api_key.invalid`, `api_key.guessed` */
  async #principalOf(request: FastifyRequest): Promise<Principal> {
    const { headers, ip } = request;
    const value = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (value === undefined) throw unknownKey();
    const seconds = this.guesses.waitSeconds(ip, value);
    if (seconds > 0) throw guessed(seconds);
    const admitted = await this.keys.admit(value, ip);
    if (admitted.principal !== null) {
      this.guesses.wasGood(value);
      return admitted.principal;
    }
    if (this.guesses.wasWrong(ip, value)) this.logger.warn('api_key.guessed', { address: ip });
    const refusal = unknownKey();
    if (admitted.former !== null) await this.#writeRefusal(refusal, admitted.former, request);
    throw refusal;
  }

  /** Whoever is known and tries to change what he may not is written down, as what he may change is. */
  async #writeRefusal(error: unknown, actor: Actor, request: FastifyRequest): Promise<void> {
    const change = this.asked.of(request, actor);
    if (change === null || !(error instanceof DomainError)) return;
    await this.audit.refused({ ...change, fields: {} }, error.code);
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
