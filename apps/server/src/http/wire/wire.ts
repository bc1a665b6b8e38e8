import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { BadRequestException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { uuidv7 } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { keepAnswers } from '../idempotency/once-request';
import { toProblem } from '../problem/to-problem';
import { HEADERS, tellRequests } from './request-log';
import { RouteTable } from './route-table';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** The longest part of an address that names something; an id of a provider may be long. */
const LONGEST_PART = 500;
/** Head and body of a request; whoever takes longer is not asking, but holding the line. */
const REQUEST_MS = 60_000;

/** Fastify, with everything that it refuses by itself said as a problem. */
export function wireAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    genReqId: () => uuidv7(),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_MS,
    routerOptions: { maxParamLength: LONGEST_PART },
    // Asked for below, so that whoever leaves it out is told so.
    http: { requireHostHeader: false },
    // What has been asked is answered, also while the process leaves.
    return503OnClosing: false,
    frameworkErrors: (error: FastifyError, { id }: FastifyRequest, reply: FastifyReply) => {
      const problem = toProblem(error, id);
      return reply
        .code(problem.status)
        .headers({ ...HEADERS, 'x-request-id': id, 'content-type': 'application/problem+json' })
        .send(problem);
    },
    clientErrorHandler: (error: Error, socket: Socket) => refuseUnread(error, socket),
  });
}

/** What every request has in common, whichever route answers it. */
export function layWire(http: FastifyInstance, logger: Logger): void {
  const routes = new RouteTable();
  http.decorateRequest('principal', null);
  http.addHook('onRoute', ({ method, url }) => routes.add(method, url));
  tellRequests(http, logger);
  http.addHook('onRequest', async (request, reply) => {
    if (request.headers.host === undefined && request.raw.httpVersion !== '1.0') throw noHost();
    routes.refuseMethod(request, reply);
  });
  // Whoever sends null has sent a body, and none that any route takes.
  http.addHook('preValidation', async ({ body }) => {
    if (body === null) throw new BadRequestException();
  });
  keepAnswers(http);
  http.server.on('checkExpectation', refuseExpectation);
}

/** Node has read no request it could hand on: too large a head, no HTTP, or nothing in time. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  if (socket.writable) socket.write(rawRefusal(status));
  socket.destroy(error);
}

function rawRefusal(status: number): string {
  const { headers, body } = refusal(status);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

/** `Expect` of anything but 100-continue: Node would answer without a body. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { headers, body } = refusal(417);
  response.writeHead(417, headers).end(body);
}

function refusal(status: number) {
  const id = uuidv7();
  const body = JSON.stringify(toProblem({ statusCode: status }, id));
  const headers: Record<string, string> = {
    ...HEADERS,
    'x-request-id': id,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
  };
  return { headers, body };
}

function noHost(): DomainError {
  return new DomainError('request.host_missing', 'invalid', 'The request does not say which host it is for.', {
    field: 'Host',
    remedy: 'Send the header Host, as HTTP/1.1 has it.',
  });
}
