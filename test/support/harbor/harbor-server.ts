import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tenant of a made-up provider: people in teams, and keys that act as people. */
export interface HarborTenant {
  readonly id: string;
  readonly name: string;
  people: { readonly id: string; readonly mail: string; readonly state: 'active' | 'left' }[];
  teams: { readonly id: string; readonly name: string; readonly rights: 'owner' | 'none'; people: string[] }[];
  keys: { readonly id: string; readonly label: string; readonly person: string; readonly madeAt: string }[];
}

const PAGE = 2;

/** Serves a tenant over HTTP on the loopback address, two people a page; paths in `forbidden` answer 403. */
export class HarborServer {
  readonly forbidden = new Set<string>();
  readonly asked: string[] = [];

  private constructor(
    readonly tenant: HarborTenant,
    readonly key: string,
    private readonly server: Server,
  ) {}

  static async start(tenant: HarborTenant, key: string): Promise<HarborServer> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://harbor.test');
      const status = harbor.statusOf(url.pathname, request.headers.authorization);
      harbor.asked.push(`${url.pathname}${url.search}`);
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
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private statusOf(path: string, authorization: string | undefined): number {
    if (authorization !== `Key ${this.key}`) return 401;
    if (this.forbidden.has(path)) return 403;
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
    const { id, name, people, teams, keys } = this.tenant;
    if (path === '/v1/tenant') return { id, name };
    if (path === '/v1/people') return people;
    if (path === '/v1/keys') return keys;
    if (path === '/v1/teams') return teams.map(({ people: _people, ...team }) => team);
    return teams.find((team) => path === `/v1/teams/${team.id}/people`)?.people;
  }
}
