import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Histogram, Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How long the API of this process takes to answer. */
@Injectable()
export class HttpTimes {
  readonly registry = new Registry();
  readonly #seconds = new Histogram({
    name: 'posture_http_request_seconds',
    help: 'Time to answer a request of the API, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });

  /** Addresses nobody has are one route: whoever guesses makes no series. */
  watch(http: FastifyInstance): void {
    http.addHook('onResponse', async ({ method, routeOptions, is404 }, reply) => {
      const route = is404 ? 'none' : (routeOptions.url ?? 'none');
      const known = is404 ? 'any' : method;
      this.#seconds.observe({ method: known, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    });
  }
}
