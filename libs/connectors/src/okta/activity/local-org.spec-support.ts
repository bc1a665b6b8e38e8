import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '@posture/platform';
import type { OktaCredential } from '../auth/okta-credential';
import { normaliseOktaDomain } from '../connection/okta-domain';
import { OktaClient } from '../http/okta-client';

type Headers = Record<string, string | string[]>;
type Answer = (path: string, count: number) => { status?: number; body: unknown; headers?: Headers };

/** An org on this machine that answers as told, and a client of it for which sleeping takes no time. */
export class LocalOrg {
  readonly asked: string[] = [];
  /** Milliseconds slept so far. */
  slept = 0;
  #client: OktaClient | null = null;

  private constructor(private readonly server: Server) {}

  static async start(answer: Answer): Promise<LocalOrg> {
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '';
      org.asked.push(path);
      const { status = 200, body, headers = {} } = answer(path, org.asked.length);
      response.writeHead(status, { 'content-type': 'application/json', date: org.now().toUTCString(), ...headers });
      response.end(JSON.stringify(body));
    });
    const org = new LocalOrg(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return org;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  now(): Date {
    return new Date(Date.parse('2026-11-22T10:00:00.000Z') + this.slept);
  }

  /** @param aheadMs by how much the clock of the client goes before that of the org */
  client(
    credential: OktaCredential = { kind: 'api_token', token: new Secret('00secret-value') },
    aheadMs = 0,
  ): OktaClient {
    const pace = {
      now: () => new Date(this.now().getTime() + aheadMs),
      random: () => 0.5,
      sleep: (by: number, signal?: AbortSignal) => {
        signal?.throwIfAborted();
        this.slept += by;
        return Promise.resolve();
      },
    };
    const domain = normaliseOktaDomain(this.url, { allowLoopback: true });
    this.#client = new OktaClient({ domain, credential, clock: pace, pace });
    return this.#client;
  }

  async stop(): Promise<void> {
    await this.#client?.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function refusal(status: number, errorCode: string) {
  return { status, body: { errorCode, errorSummary: 'x', errorLink: errorCode, errorId: 'oae1', errorCauses: [] } };
}
