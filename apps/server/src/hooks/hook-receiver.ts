import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import type { EventHook } from '@posture/domain';
import { EventHooks } from '@posture/flows';
import { AppConfig, LOGGER, uuidv7 } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { cannotListen } from '../cannot-listen';
import { toProblem } from '../http/problem/to-problem';

/** Before the id of the connection. */
export const HOOK_PATH = '/hooks';

/** As much as the API takes; a delivery is a few kilobytes an event. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** A whole request; providers give up sooner. */
const REQUEST_MS = 10_000;

interface OfConnection {
  readonly Params: { readonly connectionId: string };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What its sender was admitted by; null before, and on every other route. */
    hook: EventHook | null;
  }
}

/**
 * Listens to providers that call when something happened: at a port of its own, without the API and its keys, because it
 * is what an operator opens to the internet. Nothing is read of a caller who does not know the connection's secret.
 */
@Injectable()
export class HookReceiver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #http: FastifyInstance;

  constructor(
    private readonly config: AppConfig,
    private readonly hooks: EventHooks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#http = fastify({
      genReqId: () => uuidv7(),
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: REQUEST_MS,
      forceCloseConnections: true,
      exposeHeadRoutes: false,
    });
    this.#routes();
  }

  /** Such as `http://127.0.0.1:8421/hooks`, once it listens. */
  get url(): string {
    return `${this.#http.listeningOrigin}${HOOK_PATH}`;
  }

  /** @throws {DomainError} `server.port_busy`, `server.address_unusable` */
  async onApplicationBootstrap(): Promise<void> {
    const { hookHost: host, hookPort: port } = this.config;
    if (port === null) return;
    try {
      await this.#http.listen({ host, port });
    } catch (error) {
      throw cannotListen(error, { host, port, settings: 'POSTURE_HOOK', hasOptions: false });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#http.close();
  }

  #routes(): void {
    const path = `${HOOK_PATH}/:connectionId`;
    this.#http.decorateRequest('hook', null);
    this.#http.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    this.#http.setErrorHandler((error, request, reply) => this.#refuse(error, request, reply));
    // Every other address answers as a connection nobody knows.
    this.#http.setNotFoundHandler(({ headers }) => this.hooks.admit('', headers));
    this.#http.get<OfConnection>(path, ({ params, headers }) => this.hooks.verify(params.connectionId, headers));
    this.#http.post<OfConnection>(path, {
      // Before the body is read.
      onRequest: async (request) => {
        request.hook = await this.hooks.admit(request.params.connectionId, request.headers);
      },
      handler: async ({ params, hook, body }, reply) => {
        await this.hooks.deliver(params.connectionId, hook!, body);
        return reply.code(204).send();
      },
    });
  }

  #refuse(error: unknown, { id }: FastifyRequest, reply: FastifyReply): void {
    const isOwn = !(error instanceof DomainError) || error.code.startsWith('hook.');
    const problem = toProblem(isOwn ? error : unable(error), id);
    const told = { requestId: id, code: problem.code, error };
    if (problem.status === 500) this.logger.error('request.failed', told);
    else if (problem.status > 500) this.logger.warn('request.failed', told);
    void reply.code(problem.status).type('application/problem+json').send(problem);
  }
}

/** What keeps us from telling who calls, such as a store that is away, is nothing to tell a stranger. */
function unable(cause: DomainError): DomainError {
  return new DomainError('hook.unavailable', 'unavailable', 'Nothing can be taken here just now.', {
    remedy: 'Call again; the log of the server says under this request what is wrong.',
    cause,
  });
}
