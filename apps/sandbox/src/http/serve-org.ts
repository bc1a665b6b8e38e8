import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { EventHooks } from '../log/event-hooks';
import { logging } from '../log/logged-org';
import { startShow, type ShowOptions } from '../log/show';
import { SystemLog } from '../log/system-log';
import type { SandboxOrg } from '../org/org';
import type { Plan } from './buckets';
import { systemNow, type Now } from './clock';
import { serveControl } from './control-endpoints';
import { FaultSwitch, type Fault } from './faults';
import { serveOkta } from './okta-server';
import { PageCache } from './page-cache';
import { RateLimiter } from './rate-limiter';
import { Traffic, type TrafficStats } from './traffic';

export interface ServeOptions extends ShowOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly plan?: Plan;
  /** How many of Okta's minutes pass in one: rate windows of 60/speed seconds. Default 1. */
  readonly speed?: number;
  /** Count requests, but never answer 429. */
  readonly unlimited?: boolean;
  /** Share of a bucket and of concurrency one token or client may use, in percent. Default 50, as Okta's. */
  readonly principalPercentage?: number;
  /** Time each answer takes, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** Certificate and key, PEM; with them the org speaks HTTPS. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** The clock of windows, lifetimes and `Date` headers. */
  readonly now?: Now;
  readonly faults?: readonly Fault[];
  /** Memory for pages that were served, kept to be sent again. Default 64 MiB; 0 keeps none. */
  readonly cacheBytes?: number;
  /** False leaves out the `/__sandbox/…` endpoints. Default true. */
  readonly control?: boolean;
}

export interface ServedOrg {
  /** The org to change while it is served: changes made here are seen by the next request. */
  readonly org: SandboxOrg;
  readonly url: string;
  readonly port: number;
  readonly faults: FaultSwitch;
  /** What has happened in the org: every change made here writes its events to it. */
  readonly log: SystemLog;
  stats(): TrafficStats;
  resetStats(): void;
  stop(): Promise<void>;
}

/** Serves an org on the loopback address. */
export async function serveOrg(given: SandboxOrg, options: ServeOptions = {}): Promise<ServedOrg> {
  const now = options.now ?? systemNow;
  const faults = new FaultSwitch(options.faults);
  const traffic = new Traffic();
  const pages = new PageCache(options.cacheBytes ?? 64 * 1024 * 1024);
  const log = new SystemLog(given, now);
  const org = pages.watching(logging(given, log, given.id));
  const hooks = new EventHooks(org, log, given.id);
  const limiter = new RateLimiter({
    now,
    plan: options.plan ?? 'workforce',
    speed: options.speed ?? 1,
    unlimited: options.unlimited ?? false,
    principalPercentage: options.principalPercentage ?? 50,
  });
  const app = createServer(options);
  serveOkta(app, { org, log, now, limiter, faults, traffic, pages, latencyMs: options.latencyMs ?? 0 });
  if (options.control ?? true) serveControl(app, { org, log, faults, traffic });
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const endShow = startShow(org, log, given.id, options);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    org,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    faults,
    log,
    stats: () => traffic.stats(),
    resetStats: () => traffic.reset(),
    stop: () => {
      endShow();
      hooks.stop();
      return app.close();
    },
  };
}

function createServer({ tls }: ServeOptions): FastifyInstance {
  const common = {
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  } satisfies FastifyServerOptions;
  const app = tls
    ? (fastify({ ...common, https: { cert: tls.cert, key: tls.key } }) as unknown as FastifyInstance)
    : fastify(common);
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  return app;
}
