import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogEntry } from './harbor-log';

/** A tenant of a made-up provider: people in teams, and keys that act as people. */
export interface HarborTenant {
  readonly id: string;
  readonly name: string;
  people: { readonly id: string; readonly mail: string; readonly state: 'active' | 'left' }[];
  teams: { readonly id: string; readonly name: string; readonly rights: 'owner' | 'none'; people: string[] }[];
  /** `value` is what signs in; Harbor lists it in clear text. */
  keys: {
    readonly id: string;
    readonly label: string;
    readonly person: string;
    readonly madeAt: string;
    readonly value: string;
  }[];
  /** In the order in which it was written. */
  log: LogEntry[];
}

const PAGE = 2;

/** Serves a tenant over HTTP on the loopback address, two rows a page. */
export class HarborServer {
  /** Paths that answer 403; `{id}` in one stands for any team. */
  readonly forbidden = new Set<string>();

  private constructor(
    public tenant: HarborTenant,
    readonly key: string,
    private readonly server: Server,
  ) {}

  static async start(tenant: HarborTenant, key: string): Promise<HarborServer> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://harbor.test');
      const status = harbor.statusOf(url.pathname, request.headers.authorization);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? harbor.answer(url) : { error: 'refused' }));
    });
    const harbor = new HarborServer(tenant, key, server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return harbor;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private statusOf(path: string, authorization: string | undefined): number {
    if (authorization !== `Key ${this.key}`) return 401;
    if (this.forbidden.has(path) || this.forbidden.has(path.replace(/\/teams\/[^/]+\//, '/teams/{id}/'))) return 403;
    return this.rows(path) === undefined ? 404 : 200;
  }

  private answer(url: URL): unknown {
    const rows = this.rows(url.pathname);
    if (!Array.isArray(rows)) return rows;
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = from + PAGE < rows.length ? from + PAGE : null;
    return { rows: rows.slice(from, from + PAGE), next };
  }

  private rows(path: string): unknown {
    const { id, name, people, teams, keys, log } = this.tenant;
    if (path === '/v1/tenant') return { id, name };
    if (path === '/v1/people') return people;
    if (path === '/v1/keys') return keys;
    if (path === '/v1/log') return log;
    if (path === '/v1/teams') return teams.map(({ people: in_, ...team }) => ({ ...team, size: in_.length }));
    const team = teams.find((each) => path === `/v1/teams/${each.id}/people`);
    return team?.people.map((person) => ({ id: person }));
  }
}
