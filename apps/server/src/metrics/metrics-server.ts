import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { AppConfig } from '@posture/platform';
import { cannotListen } from '../cannot-listen';
import { Figures } from './figures';
import { HttpTimes } from './http-times';

const PATH = '/metrics';

/**
 * Figures for Prometheus, at a port of their own: whoever gathers them needs no key that reads findings, and a worker,
 * which serves no API, has them, too. They name no person.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #process = new Registry();
  readonly #http: FastifyInstance = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });

  constructor(
    private readonly config: AppConfig,
    private readonly figures: Figures,
    private readonly times: HttpTimes,
  ) {
    this.#http.get(PATH, async (_request, reply) => {
      const parts = [this.#process.metrics(), this.times.registry.metrics(), this.figures.text()];
      return reply.type(this.#process.contentType).send((await Promise.all(parts)).join('\n'));
    });
  }

  /** Such as `http://127.0.0.1:9464/metrics`, once it listens. */
  get url(): string {
    return `${this.#http.listeningOrigin}${PATH}`;
  }

  /** @throws {DomainError} `server.port_busy`, `server.address_unusable` */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsHost: host, metricsPort: port } = this.config;
    if (port === null) return;
    collectDefaultMetrics({ register: this.#process, prefix: 'posture_' });
    try {
      await this.#http.listen({ host, port });
    } catch (error) {
      throw cannotListen(error, { host, port, settings: 'POSTURE_METRICS', hasOptions: false });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#http.close();
    this.#process.clear();
  }
}
