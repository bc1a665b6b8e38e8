import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { of } from 'rxjs';
import type { Observable } from 'rxjs';
import { DomainError } from '@posture/domain';
import { KeptAnswers, LOGGER } from '@posture/platform';
import type { AskedOnce, KeptAnswer, Logger } from '@posture/platform';
import { KEY_REQUIRED } from './idempotency-key';
import { OnceRequest } from './once-request';

/**
 * A POST with an `Idempotency-Key` is done once: sent again, it is answered as it was. Comes before every other
 * interceptor, as nothing happens when an answer is given again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly answers: KeptAnswers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.method !== 'POST') return next.handle();
    const key = request.headers['idempotency-key'];
    if (key === undefined) {
      if (this.reflector.get<boolean | undefined>(KEY_REQUIRED, context.getHandler()) === true) throw missing();
      return next.handle();
    }
    const claimed = await this.answers.claim(askedBy(request, String(key)));
    if ('claim' in claimed) {
      request.once = OnceRequest.begin(claimed, this.answers, this.logger);
      return next.handle();
    }
    return of(again(claimed, http.getResponse<FastifyReply>()));
  }
}

/** @throws {DomainError} `idempotency_key.invalid` */
function askedBy({ principal, method, routeOptions, url, body }: FastifyRequest, key: string): AskedOnce {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new DomainError('idempotency_key.invalid', 'invalid', 'The key is not of 1 to 255 visible characters.', {
      field: 'Idempotency-Key',
      remedy: 'Send a UUID, or any other text without spaces that is made anew for each request.',
    });
  return {
    principal: `${principal!.kind}:${principal!.id}`,
    route: `${method} ${routeOptions.url}`,
    key,
    request: JSON.stringify([url, body ?? null]),
  };
}

function again({ status, headers, body }: KeptAnswer, reply: FastifyReply): unknown {
  void reply.code(status).headers(headers).header('idempotency-replayed', 'true');
  return body === '' ? undefined : (JSON.parse(body) as unknown);
}

function missing(): DomainError {
  return new DomainError('idempotency_key.required', 'invalid', 'This is done only with an Idempotency-Key.', {
    field: 'Idempotency-Key',
    remedy: 'Make a key for the request, such as a UUID, and send it again only with the same request.',
  });
}
