import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerProcess } from '../support/server-process';

interface Listed {
  readonly data: readonly { readonly id: string; readonly sequence?: number; readonly lastSeenAt?: string }[];
}

/** A server that has read one org and follows its log, asked over HTTP as a client asks it. */
export class ServedPosture {
  private constructor(
    private readonly server: ServerProcess,
    private readonly connection: string,
  ) {}

  /** Connects the org, reads and judges it, and waits until its log is followed. */
  static async follow(server: ServerProcess, org: { readonly url: string; readonly token: string }) {
    const credential = { kind: 'api_token', token: org.token };
    const { id } = (await ask(server, 'POST', '/connections', { domain: org.url, credential, firstSync: false })) as {
      id: string;
    };
    const posture = new ServedPosture(server, id);
    await ask(server, 'POST', `/connections/${id}/syncs`, {});
    await posture.#until('scan', ({ state }) => state === 'completed');
    await posture.#until('follow', ({ progress }) => (progress?.['readTo'] ?? null) !== null);
    return posture;
  }

  /** What is present of a rule, as the API shows it. @param subject of that only */
  async findings(rule: string, subject?: string): Promise<Listed['data']> {
    const of = subject === undefined ? '' : `&subject=${encodeURIComponent(subject)}`;
    const path = `/findings?connectionId=${this.connection}&rule=${rule}${of}&status=open&limit=100`;
    return ((await ask(this.server, 'GET', path)) as Listed).data;
  }

  /** @returns the change of the org by which it says at once when a role is given or taken */
  async newHook(): Promise<object> {
    const hook = (await ask(this.server, 'POST', `/connections/${this.connection}/hook`)) as Record<string, string>;
    const origin = new URL(/^Hooks +(\S+)\/hooks\/\{connection\}$/m.exec(this.server.output)![1]!).origin;
    const authScheme = { type: 'HEADER', key: hook['header'], value: hook['secret'] };
    const items = ['user.account.privilege.grant', 'user.account.privilege.revoke'];
    return {
      ...{ op: 'add', collection: 'eventHooks' },
      object: {
        id: 'who0000000000000hook',
        events: { type: 'EVENT_TYPE', items, filter: null },
        channel: {
          ...{ type: 'HTTP', version: '1.0.0' },
          config: { uri: `${origin}${hook['path']}`, headers: [], method: 'POST', authScheme },
        },
      },
    };
  }

  async #until(kind: string, isSo: (run: { state: string; progress?: Record<string, unknown> | null }) => boolean) {
    for (;;) {
      const { data } = (await ask(this.server, 'GET', `/runs?connectionId=${this.connection}&kind=${kind}`)) as {
        data: { state: string; progress?: Record<string, unknown> | null }[];
      };
      if (data[0] !== undefined && isSo(data[0])) return;
      if (data[0]?.state === 'failed') throw new Error(`A run failed: ${JSON.stringify(data[0])}`);
      await delay(500);
    }
  }
}

async function ask(server: ServerProcess, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.api}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.key}`,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
