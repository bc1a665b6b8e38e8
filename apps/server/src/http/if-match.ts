import { Injectable, SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { DomainError } from '@posture/domain';
import { ApiProblems } from './openapi/api-doc';

/** Of an operation in the making of the description: it answers with an `ETag`; `whole`: and with 304. */
export const VERSIONED = 'x-versioned';

/**
 * The version a change is made of, from `If-Match: "v3"`: a `number`. Hand it to the store as `expectedVersion`, which
 * refuses another with an error of kind `stale`. The header, 412 and 428 are described with it.
 * @throws {DomainError} `request.precondition_required`, `request.if_match_invalid`
 */
export function IfMatch(): ParameterDecorator {
  return (target, method, index) => {
    const handler = Object.getOwnPropertyDescriptor(target, method!)!;
    const described = applyDecorators(
      ApiHeader({
        name: 'If-Match',
        required: true,
        description: 'the ETag the change is made of; as it is while nobody else has changed it',
        schema: { type: 'string', pattern: '^"v[0-9]+"$', example: '"v3"' },
      }),
      ApiProblems(412, 428),
    );
    described(target, method!, handler);
    versionOf()(target, method, index);
  };
}

const versionOf = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const given = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (given === undefined)
    throw new DomainError(
      'request.precondition_required',
      'precondition_required',
      'A change says which version it is of.',
      {
        field: 'If-Match',
        remedy: 'Read the resource, and send the ETag of that answer as If-Match.',
      },
    );
  const version = /^"v(\d{1,9})"$/.exec(given)?.[1];
  if (version === undefined)
    throw new DomainError('request.if_match_invalid', 'invalid', 'If-Match is not an ETag of this API.', {
      field: 'If-Match',
      remedy: 'Send one ETag as it was answered, such as "v3" with its quotes; neither lists nor * are taken.',
    });
  return Number(version);
});

interface Answered {
  /** Its version moves with everything it shows, so that a reader who has it needs nothing else: 304. */
  readonly whole?: boolean;
}

/** A route that answers one resource with an integer `version` in its body: the answer's `ETag` says it. */
export function Versioned({ whole = false }: Answered = {}): MethodDecorator {
  return applyDecorators(SetMetadata(VERSIONED, whole), ApiExtension(VERSIONED, { whole }));
}

/** Gives the answers of versioned routes their `ETag`. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const whole = this.reflector.get<boolean | undefined>(VERSIONED, context.getHandler());
    if (whole === undefined) return next.handle();
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const seen = http.getRequest<FastifyRequest>().headers['if-none-match'];
    return next.handle().pipe(
      map((body: { readonly version: number }) => {
        const etag = `"v${body.version}"`;
        void reply.header('etag', etag);
        if (!whole || !isAmong(seen, etag)) return body;
        void reply.code(304);
        return undefined;
      }),
    );
  }
}

/** Weakly, as RFC 9110 compares for a reader. */
function isAmong(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
