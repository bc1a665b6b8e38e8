import { Catch, Inject } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { toProblem } from './to-problem';

/** Whatever is away may be back by then. */
const AWAY_SECONDS = 5;

/** The only place that turns errors into HTTP. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    const told = { requestId: request.id, code: problem.code, error };
    // Only what nobody foresaw is a fault of ours; a store, a provider or a worker that is away is the operator's to see to.
    if (problem.status === 500) this.logger.error('request.failed', told);
    else if (problem.status > 500) this.logger.warn('request.failed', told);
    const said = error instanceof DomainError ? error.details['retryAfterSeconds'] : undefined;
    const after = said ?? (problem.status === 503 ? AWAY_SECONDS : undefined);
    if (typeof after === 'number') void reply.header('retry-after', String(after));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
  }
}
