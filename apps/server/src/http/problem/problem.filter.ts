import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import type { ErrorKind } from '@posture/domain';
import { Engine } from '@posture/flows';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  upstream: 502,
  unavailable: 503,
  internal: 500,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'The provider answered with an error',
  503: 'Unavailable',
};

/** Body of every error, RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Stable, `noun.reason`. */
  readonly code: string;
  readonly field?: string;
  readonly remedy?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** The only place that turns errors into HTTP. Causes, stacks and SQL stay in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly engine: Engine) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    if (problem.status >= 500)
      this.engine.logger.error('request.failed', { requestId: request.id, code: problem.code, error });
    void reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
  }
}

export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) {
    const status = STATUS[error.kind];
    const invalid = error.details['errors'];
    return {
      ...base(error.code, status, error.message, requestId),
      ...(error.field === null ? {} : { field: error.field }),
      ...(error.remedy === null ? {} : { remedy: error.remedy }),
      ...(Array.isArray(invalid) ? { errors: invalid as Problem['errors'] } : {}),
    };
  }
  const status = statusOf(error);
  if (status !== null && status < 500) {
    return base(status === 404 ? 'route.not_found' : 'request.invalid', status, (error as Error).message, requestId);
  }
  return base('server.internal', 500, 'Something went wrong here; the log has it under this request id.', requestId);
}

/** Of Nest's exceptions and of those the HTTP layer below throws for a body it cannot read. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const code = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof code === 'number' ? code : null;
}

function base(code: string, status: number, detail: string, requestId: string): Problem {
  return {
    type: `urn:posture:problem:${code}`,
    title: TITLE[status] ?? 'Error',
    status,
    detail,
    instance: `urn:posture:request:${requestId}`,
    code,
  };
}
