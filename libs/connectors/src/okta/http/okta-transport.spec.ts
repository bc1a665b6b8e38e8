import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { normaliseOktaDomain } from '../connection/okta-domain';
import { OktaTransport } from './okta-transport';

describe('A connection that is only read', () => {
  const asked: string[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => asked.splice(0));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const transport = (mode?: 'read' | 'read_and_act') =>
    new OktaTransport({ domain: normaliseOktaDomain(url, { allowLoopback: true }), mode });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('refuses %s before anything is sent', async (method) => {
    for (const mode of [undefined, 'read'] as const) {
      const way = transport(mode);
      const sent = way.send({ method, path: '/api/v1/users/00u1/lifecycle/suspend', headers: {} });
      await expect(sent).rejects.toMatchObject({ code: 'connection.read_only', kind: 'conflict', field: 'mode' });
      await way.close();
    }
    expect(asked).toEqual([]);
  });

  it('may ask for its access token, and for nothing else by the same method', async () => {
    const way = transport('read');
    expect((await way.send({ method: 'POST', path: '/oauth2/v1/token', headers: {} })).status).toBe(200);
    const sent = way.send({ method: 'POST', path: '/oauth2/v1/tokens', headers: {} });
    await expect(sent).rejects.toMatchObject({ code: 'connection.read_only' });
    await way.close();
    expect(asked).toEqual(['POST /oauth2/v1/token']);
  });

  it('sends what changes its org once it may act', async () => {
    const way = transport('read_and_act');
    await way.send({ method: 'DELETE', path: '/api/v1/sessions/1', headers: {} });
    await way.close();
    expect(asked).toEqual(['DELETE /api/v1/sessions/1']);
  });
});
