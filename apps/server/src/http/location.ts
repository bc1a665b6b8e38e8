import { HttpCode, Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor, Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiAcceptedResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';

const ACCEPTED = 'posture:accepted';
const PREFIX = '/api/v1';

/** Where to look how what was asked for goes: an address below the API's own, from the answer and the ids in the path. */
type LookAt<Body> = (body: Body, ids: Readonly<Record<string, string>>) => string;

/** A route that is answered at once with 202, while the work goes on: its `Location` says where to look. */
export function Accepted<Body>(type: Type<Body>, lookAt: LookAt<Body>): MethodDecorator {
  return applyDecorators(
    HttpCode(202),
    SetMetadata(ACCEPTED, lookAt),
    ApiAcceptedResponse({
      type,
      headers: {
        Location: {
          description: 'where to look how it goes',
          required: true,
          schema: { type: 'string', format: 'uri-reference' },
        },
      },
    }),
  );
}

/** Gives the answers of such routes their `Location`. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const lookAt = this.reflector.get<LookAt<unknown> | undefined>(ACCEPTED, context.getHandler());
    if (lookAt === undefined) return next.handle();
    const http = context.switchToHttp();
    const ids = http.getRequest<FastifyRequest>().params as Readonly<Record<string, string>>;
    return next.handle().pipe(
      map((body: unknown) => {
        void http.getResponse<FastifyReply>().header('location', `${PREFIX}${lookAt(body, ids)}`);
        return body;
      }),
    );
  }
}
