import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../sandbox';

interface Delivery {
  readonly eventType: string;
  readonly source: string;
  readonly authorization: string | undefined;
  readonly data: { readonly events: readonly { readonly uuid: string; readonly eventType: string }[] };
}

describe('an event hook of the org', () => {
  let sandbox: Sandbox;
  let receiver: Server;
  let url: string;
  let challenges = 0;
  let honest = true;
  const deliveries: Delivery[] = [];

  beforeEach(async () => {
    deliveries.length = 0;
    challenges = 0;
    honest = true;
    receiver = createServer((request, response) => {
      const challenge = request.headers['x-okta-verification-challenge'];
      if (request.method === 'GET') {
        challenges++;
        response.end(JSON.stringify({ verification: honest ? challenge : 'guessed' }));
        return;
      }
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        deliveries.push({ ...(JSON.parse(text) as Delivery), authorization: request.headers.authorization });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    sandbox = await startSandbox({ users: 50, seed: 'hooks' });
  });

  afterEach(async () => {
    await sandbox.stop();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const hookTo = (uri: string): void => {
    const authScheme = { type: 'HEADER', key: 'authorization', value: 'a shared secret' };
    sandbox.org.mutate({
      ...{ op: 'add', collection: 'eventHooks' },
      object: {
        id: `who${Buffer.from(uri).toString('hex').slice(-17)}`,
        events: { type: 'EVENT_TYPE', items: ['user.lifecycle.suspend', 'zone.update'], filter: null },
        channel: { type: 'HTTP', version: '1.0.0', config: { uri, headers: [], method: 'POST', authScheme } },
      },
    });
  };

  const suspend = (n: number): void => {
    const id = sandbox.org.idOf(`staff-${n}`) as string;
    sandbox.org.mutate({ op: 'patch', collection: 'users', id, patch: { status: 'SUSPENDED' } });
  };

  const until = async (done: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 500 && !done(); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('is verified once, and told every event it asked for at least once', async () => {
    hookTo(url);
    for (let n = 0; n < 30; n++) suspend(n);
    sandbox.org.mutate({
      op: 'patch',
      collection: 'zones',
      id: sandbox.org.idOf('corporate-zone') as string,
      patch: { gateways: [] },
    });
    const told = (): Set<string> => new Set(deliveries.flatMap(({ data }) => data.events.map(({ uuid }) => uuid)));
    await until(() => told().size === 30 && deliveries.length > 30);
    expect(told().size).toBe(30);
    expect(deliveries.length).toBeGreaterThan(30);
    expect(challenges).toBe(1);
    expect(deliveries[0]).toMatchObject({ eventType: 'com.okta.event_hook', authorization: 'a shared secret' });
    // Changes of zones may only be polled for.
    expect(
      deliveries.flatMap(({ data }) => data.events).every(({ eventType }) => eventType === 'user.lifecycle.suspend'),
    ).toBe(true);
  });

  it('that does not pass its verification is told nothing', async () => {
    honest = false;
    hookTo(url);
    suspend(1);
    await until(() => challenges > 0);
    suspend(2);
    // A second hook that is honest shows when the first one's time has come and gone.
    honest = true;
    hookTo(`${url}/second`);
    suspend(3);
    await until(() => deliveries.length > 0);
    expect(new Set(deliveries.map(({ source }) => source))).toEqual(new Set([`${url}/second`]));
  });
});
