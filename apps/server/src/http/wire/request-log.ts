import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@posture/platform';

/** Of every answer: it is for who asked and for no page. */
export const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/**
 * Gives each answer the id of its request, and the log one line a request, `request.answered`. Lines about reads that went
 * well are for `debug`; a change, a refusal and a failure are told. What was asked for in the query is not: it may name people.
 */
export function tellRequests(http: FastifyInstance, logger: Logger): void {
  http.addHook('onRequest', async ({ id }, reply) => {
    reply.headers({ ...HEADERS, 'x-request-id': id });
  });
  http.addHook('onResponse', async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    logger[isRead && reply.statusCode < 400 ? 'debug' : 'info']('request.answered', about(request, reply));
  });
}

function about({ id, method, url, routeOptions, principal, ip }: FastifyRequest, reply: FastifyReply) {
  return {
    requestId: id,
    method,
    // Of an address nobody has, its beginning tells enough.
    path: (routeOptions.url === undefined ? url.slice(0, 200) : url).split('?')[0],
    route: routeOptions.url ?? null,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    principal: principal === null ? null : `${principal.kind}:${principal.id}`,
    ip,
  };
}
