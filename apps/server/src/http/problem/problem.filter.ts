import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Engine } from '@posture/flows';
import { toProblem } from './to-problem';

/** The only place that turns errors into HTTP. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly engine: Engine) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    if (problem.status >= 500)
      this.engine.logger.error('request.failed', { requestId: request.id, code: problem.code, error });
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
  }
}
