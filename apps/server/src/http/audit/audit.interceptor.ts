import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { lastValueFrom, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuditLog, endOf } from '@posture/operators';
import { actorOf } from '../auth/needs';
import { AskedChanges, becameOf } from './asked-change';

/** Writes down every change before it is made and how it ended before it is answered, whatever the route. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly log: AuditLog,
    private readonly asked: AskedChanges,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { principal } = request;
    const change = principal === null ? null : this.asked.of(request, actorOf(principal));
    if (change === null) return next.handle();
    const about = await this.log.asked(change);
    let answer: unknown;
    try {
      answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      await this.log.ended(about, endOf(error));
      throw error;
    }
    await this.log.ended(about, { outcome: 'succeeded', code: null, ...becameOf(change, answer) });
    return of(answer);
  }
}
