import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SystemLog } from '../log/system-log';
import type { SandboxOrg } from '../org/org';
import { holdsNothing, mayRead } from './access';
import { AccessTokens } from './access-tokens';
import { APP_ENDPOINTS } from './app-endpoints';
import { Authenticator, demandScope, scopeMissing, type Caller } from './authenticator';
import { bucketOf } from './buckets';
import { AssertionVerifier } from './client-assertion';
import type { Now } from './clock';
import { DpopVerifier } from './dpop';
import type { Answer, Call, Endpoint } from './endpoint';
import type { Fault, FaultSwitch } from './faults';
import { GROUP_ENDPOINTS } from './group-endpoints';
import { render } from './list-answer';
import { LOG_ENDPOINT } from './log-endpoint';
import { oktaError, type PlainCode } from './okta-error';
import { originsOf, serialize, type Origins } from './origins';
import type { Query } from './paging';
import type { PageCache } from './page-cache';
import { POLICY_ENDPOINTS } from './policy-endpoints';
import type { Admission, RateLimiter } from './rate-limiter';
import { ROLE_ENDPOINTS } from './role-endpoints';
import { breakOff, cutOff, echoAnswer, halfOf, json, refusal, statusAnswer, type Sendable } from './sendable';
import { TENANT_ENDPOINTS } from './tenant-endpoints';
import { TokenEndpoint } from './token-endpoint';
import type { Traffic } from './traffic';
import { USER_ENDPOINTS } from './user-endpoints';

export const ENDPOINTS: readonly Endpoint[] = [
  ...USER_ENDPOINTS,
  ...GROUP_ENDPOINTS,
  ...APP_ENDPOINTS,
  ...ROLE_ENDPOINTS,
  ...POLICY_ENDPOINTS,
  ...TENANT_ENDPOINTS,
  LOG_ENDPOINT,
];

export interface OktaServerParts {
  readonly org: SandboxOrg;
  readonly log: SystemLog;
  readonly now: Now;
  readonly limiter: RateLimiter;
  readonly faults: FaultSwitch;
  readonly traffic: Traffic;
  readonly pages: PageCache;
  /** Added to every answer, so that requests overlap as they do over a network. */
  readonly latencyMs: number;
}

interface Visit {
  readonly request: FastifyRequest;
  readonly method: string;
  /** As sent, without query. */
  readonly path: string;
  readonly origins: Origins;
  readonly faults: readonly Fault[];
}

type Work = (visit: Visit) => Promise<Sendable>;

/** Serves the org as Okta would: credentials, limits, faults, then the endpoint. */
export function serveOkta(app: FastifyInstance, parts: OktaServerParts): void {
  const { org, now } = parts;
  const tokens = new AccessTokens(now);
  const dpop = new DpopVerifier(now);
  const authenticator = new Authenticator(org, tokens, dpop);
  const tokenEndpoint = new TokenEndpoint(org, tokens, new AssertionVerifier(now), dpop);

  const visitor = (template: string, work: Work) => (request: FastifyRequest, reply: FastifyReply) =>
    visit(parts, authenticator, template, work, request, reply);

  for (const endpoint of ENDPOINTS) {
    const template = endpoint.path.replace(/:(\w+)/g, '{$1}');
    app.get(endpoint.path, visitor(`GET ${template}`, read(parts, authenticator, endpoint)));
    app.route({
      method: ['POST', 'PUT', 'PATCH', 'DELETE'],
      url: endpoint.path,
      handler: visitor(`other ${template}`, refuse(authenticator, 'E0000022')),
    });
  }
  app.get(
    '/.well-known/okta-organization',
    visitor('GET /.well-known/okta-organization', ({ origins }) =>
      Promise.resolve(json(200, serialize(org.setting('well-known'), origins))),
    ),
  );
  app.post(
    '/oauth2/v1/token',
    visitor('POST /oauth2/v1/token', async ({ request, origins, path }) => {
      const answer = await tokenEndpoint.answer({
        url: `${origins.org}${path}`,
        authorization: request.headers.authorization,
        dpop: headerOf(request, 'dpop'),
        form: isForm(request.body) ? request.body : {},
      });
      return json(answer.status, JSON.stringify(answer.body), answer.headers);
    }),
  );
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const refused = error.statusCode !== undefined && error.statusCode < 500;
    const { status, body, headers } = refusal(refused ? oktaError('E0000003') : error);
    return reply.code(status).headers(headers).send(body);
  });
  app.setNotFoundHandler(visitor('unknown path', refuse(authenticator, 'E0000008')));
}

async function visit(
  parts: OktaServerParts,
  authenticator: Authenticator,
  template: string,
  work: Work,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { limiter, traffic, faults, now } = parts;
  const method = request.method;
  const path = request.url.split('?', 1)[0] as string;
  const bucket = bucketOf(method, path);
  const principal = authenticator.principalOf(request.headers.authorization);
  const origins = originsOf(request.protocol, request.headers.host ?? '127.0.0.1');
  traffic.begin(bucket, template);
  const crowded = limiter.enter(principal);
  const admission = crowded ?? limiter.admit(bucket, principal);
  reply.raw.once('close', () => {
    if (!crowded) limiter.leave(principal);
    traffic.end();
  });
  const striking = admission.admitted ? faults.strike(method, decoded(path)) : [];
  if (parts.latencyMs > 0) await delay(parts.latencyMs);
  for (const fault of striking) if (fault.kind === 'slow') await delay(fault.delayMs ?? 1000);
  for (const fault of striking) if (fault.kind === 'timeout') await delay(fault.delayMs ?? 30_000);
  if (strikes(striking, 'reset')) {
    traffic.answered(null);
    return breakOff(reply);
  }
  const sendable = admission.admitted
    ? await attempt({ request, method, path, origins, faults: striking }, work)
    : refusal(oktaError('E0000047'));
  traffic.answered(sendable.status);
  const headers = { ...commonHeaders(admission, now), ...sendable.headers };
  if (strikes(striking, 'cut')) return cutOff(reply, sendable, headers);
  const body = strikes(striking, 'truncate') ? halfOf(sendable.body) : sendable.body;
  return reply.code(sendable.status).headers(headers).send(body);
}

async function attempt(visiting: Visit, work: Work): Promise<Sendable> {
  try {
    const { faults } = visiting;
    const broken = faults.find(({ kind }) => kind === 'status');
    if (broken) return statusAnswer(broken.status ?? 500);
    const echo = faults.find(({ kind }) => kind === 'echo');
    if (echo) return echoAnswer(echo.status ?? 400, credentialTexts(visiting.request));
    if (strikes(faults, 'timeout')) throw oktaError('E0000009');
    if (strikes(faults, 'token-revoked')) throw oktaError('E0000011');
    if (strikes(faults, 'forbidden')) throw oktaError('E0000006');
    if (strikes(faults, 'feature-off')) throw oktaError('E0000015');
    return await work(visiting);
  } catch (cause) {
    return refusal(cause);
  }
}

function read({ org, log, pages }: OktaServerParts, authenticator: Authenticator, endpoint: Endpoint): Work {
  return async ({ request, method, path, origins, faults }) => {
    const caller = await authenticator.authenticate(credentialsOf(request, method, path, origins));
    if (endpoint.identityEngine && org.features.pipeline === 'v1') throw oktaError('E0000008');
    demandScope(caller, endpoint.scope, origins.org, path);
    if (strikes(faults, 'scope-lost')) throw scopeMissing(endpoint.scope ?? 'unknown', origins.org, path);
    const query = queryOf(request);
    const params = request.params as Record<string, string>;
    const call: Call = { org, log, caller, path: decoded(path), params, query };
    const roleless = answerWithoutRole(endpoint, call);
    // Others than super administrators may be shown less.
    const shown = caller.rights.roles.includes('SUPER_ADMIN') ? 'all' : 'less';
    const url = `${shown} ${origins.org}${request.url}`;
    const known = roleless || faults.length > 0 ? undefined : pages.get(url);
    if (known) return page(known.body, known.links);
    const answer = roleless ?? endpoint.answer(call);
    const hidden = answer.style === 'object' && call.path !== '/api/v1/users/me';
    if (hidden && strikes(faults, 'role-lost')) throw oktaError('E0000006');
    const rendered = render(answer, call.path, query, origins, faults);
    const body = serialize(rendered.body, origins);
    if (!roleless && !endpoint.live && faults.length === 0 && isPage(answer))
      pages.put(url, { body, links: rendered.links });
    if (strikes(faults, 'user-deleted')) removeUserOf(org, answer);
    return page(body, rendered.links);
  };
}

function page(body: string, links: readonly string[]): Sendable {
  return json(200, body, links.length === 0 ? {} : { link: [...links] });
}

/** Only pages of lists are alike for every caller; a single object may be the caller's own. */
function isPage(answer: Answer): boolean {
  return answer.style === 'list' && answer.after !== undefined;
}

/**
 * Role first, then licence: a caller without the role learns nothing about the org's licences.
 *
 * @returns what is answered to a caller without any role, null when the endpoint itself shall answer
 */
function answerWithoutRole(endpoint: Endpoint, call: Call): Answer | null {
  const { caller, org } = call;
  if (endpoint.need && !mayRead(caller.rights, endpoint.need)) {
    if (endpoint.emptyWithoutRole && isRoleless(caller)) return { style: 'list', rows: [], after: null };
    throw oktaError('E0000006');
  }
  if (endpoint.licensed && !endpoint.licensed(org)) throw oktaError('E0000015');
  return null;
}

/** Okta answers a client that has the scope but no role with an empty list; a token's owner is refused. */
function isRoleless(caller: Caller): boolean {
  return caller.scopes !== null && holdsNothing(caller.rights);
}

function refuse(authenticator: Authenticator, code: PlainCode): Work {
  return async ({ request, method, path, origins }) => {
    await authenticator.authenticate(credentialsOf(request, method, path, origins));
    throw oktaError(code);
  };
}

function credentialsOf(request: FastifyRequest, method: string, path: string, origins: Origins) {
  return {
    authorization: request.headers.authorization,
    dpop: headerOf(request, 'dpop'),
    method,
    origin: origins.org,
    path,
    remoteAddress: request.ip,
  };
}

function commonHeaders(admission: Admission, now: Now): Record<string, string> {
  return {
    date: new Date(now()).toUTCString(),
    'x-okta-request-id': randomBytes(12).toString('hex'),
    'x-rate-limit-limit': String(admission.limit),
    'x-rate-limit-remaining': String(admission.remaining),
    'x-rate-limit-reset': String(admission.reset),
  };
}

function strikes(faults: readonly Fault[], kind: Fault['kind']): boolean {
  return faults.some((fault) => fault.kind === kind);
}

/** The last user of the answered page is the one that vanishes: the cursor stands on it. */
function removeUserOf(org: SandboxOrg, answer: Answer): void {
  if (answer.style === 'object') return;
  const last = answer.rows[answer.rows.length - 1] as { readonly id?: unknown } | undefined;
  const user = typeof last?.id === 'string' ? org.user(last.id) : undefined;
  if (user) org.mutate({ op: 'remove', collection: 'users', id: user.id });
}

function queryOf(request: FastifyRequest): Query {
  const query: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    query[name] = Array.isArray(value) ? value[0] : value;
  }
  return query;
}

/** Everything in the request that proves who sent it. */
function credentialTexts(request: FastifyRequest): string {
  const form = isForm(request.body) ? Object.values(request.body) : [];
  return [request.headers.authorization, headerOf(request, 'dpop'), ...form].filter(Boolean).join(' ');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function isForm(body: unknown): body is Record<string, string | undefined> {
  return typeof body === 'object' && body !== null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
